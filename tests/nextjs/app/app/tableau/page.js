import { redirect } from "next/navigation";
import { supabaseOnServer } from "../../lib/server";
import { remove } from "./actions";
import LogOut from "./log-out";
import Pending from "./pending";

export default async function Dashboard() {
  const supabase = await supabaseOnServer();
  const { data: session } = await supabase.auth.getClaims();
  if (!session) redirect("/connexion");
  const { data: posts, error } = await supabase.from("posts").select("id, content").order("created_at");
  if (error) throw new Error(`The drafts could not be read: ${error.message}`);
  return (
    <>
      <h1>Mes brouillons</h1>
      <p>Bonjour {session.claims.email}</p>
      <ul aria-label="Brouillons">
        {posts.map((post) => (
          <li key={post.id}>
            {post.content.split("\n\n").map((line) => (
              <p key={line}>{line}</p>
            ))}
            <form action={remove.bind(null, post.id)}>
              <button>Supprimer</button>
            </form>
          </li>
        ))}
      </ul>
      <Pending />
      <LogOut />
    </>
  );
}
