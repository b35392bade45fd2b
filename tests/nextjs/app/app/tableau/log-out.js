"use client";

import { useRouter } from "next/navigation";
import { supabaseInBrowser } from "../../lib/browser";

export default function LogOut() {
  const router = useRouter();

  async function leave() {
    await supabaseInBrowser().auth.signOut();
    router.push("/");
    router.refresh();
  }

  return <button onClick={leave}>Quitter</button>;
}
