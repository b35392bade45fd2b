import { cookies } from "next/headers";
import { createServerClient } from "@supabase/ssr";

export async function supabaseOnServer() {
  const store = await cookies();
  return createServerClient(process.env.SUPABASE_URL, process.env.SUPABASE_ANON_KEY, {
    cookies: {
      getAll: () => store.getAll(),
      setAll: (given) => {
        try {
          given.forEach(({ name, value, options }) => store.set(name, value, options));
        } catch {
          // A page may not set cookies; the proxy has done so.
        }
      },
    },
  });
}
