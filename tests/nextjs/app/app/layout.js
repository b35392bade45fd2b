import Link from "next/link";
import Script from "next/script";
import "./globals.css";

export const metadata = { title: "Carnet", icons: { icon: "data:," } };

export default function Layout({ children }) {
  return (
    <html lang="fr">
      <body>
        <Script src="/env.js" strategy="beforeInteractive" />
        <nav aria-label="Carnet">
          <Link href="/">Accueil</Link> <Link href="/creer">Créer</Link> <Link href="/tableau">Tableau</Link>
        </nav>
        <main>{children}</main>
      </body>
    </html>
  );
}
