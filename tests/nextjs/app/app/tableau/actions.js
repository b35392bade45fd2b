"use server";

import { revalidatePath } from "next/cache";
import { supabaseOnServer } from "../../lib/server";

export async function save(content) {
  const supabase = await supabaseOnServer();
  const { data } = await supabase.auth.getUser();
  const { error } = await supabase.from("posts").insert({ owner: data.user.id, content });
  if (error) throw new Error(`The draft was not kept: ${error.message}`);
  revalidatePath("/tableau");
}

export async function remove(id) {
  const supabase = await supabaseOnServer();
  const { error } = await supabase.from("posts").delete().eq("id", id);
  if (error) throw new Error(`The draft was not removed: ${error.message}`);
  revalidatePath("/tableau");
}
