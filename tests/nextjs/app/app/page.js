import Link from "next/link";

export default function Landing() {
  return (
    <>
      <h1>Le carnet de vos idées</h1>
      <p>Deux questions, un brouillon.</p>
      <Link className="action" href="/creer">
        Écrire un brouillon
      </Link>
    </>
  );
}
