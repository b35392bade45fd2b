import { createBrowserClient } from "@supabase/ssr";

export function supabaseInBrowser() {
  return createBrowserClient(window.carnet.supabaseUrl, window.carnet.supabaseKey);
}
