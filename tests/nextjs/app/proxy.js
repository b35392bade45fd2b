import { NextResponse } from "next/server";
import { createServerClient } from "@supabase/ssr";

// Refreshes the session of whoever has one, and keeps strangers from what is not theirs.
export async function proxy(request) {
  let response = NextResponse.next({ request });
  const supabase = createServerClient(process.env.SUPABASE_URL, process.env.SUPABASE_ANON_KEY, {
    cookies: {
      getAll: () => request.cookies.getAll(),
      setAll: (cookies) => {
        cookies.forEach(({ name, value }) => request.cookies.set(name, value));
        response = NextResponse.next({ request });
        cookies.forEach(({ name, value, options }) => response.cookies.set(name, value, options));
      },
    },
  });
  const { data } = await supabase.auth.getUser();
  if (!data.user && request.nextUrl.pathname.startsWith("/tableau")) {
    return NextResponse.redirect(new URL("/connexion", request.url));
  }
  return response;
}

export const config = { matcher: ["/tableau/:path*", "/connexion"] };
