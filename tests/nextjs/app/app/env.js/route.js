// What the browser has to know of the place where this runs: a build does not know it yet.
export const dynamic = "force-dynamic";

export function GET() {
  const { SUPABASE_URL: supabaseUrl, SUPABASE_ANON_KEY: supabaseKey, SENTRY_DSN: sentryDsn } = process.env;
  const told = JSON.stringify({ supabaseUrl, supabaseKey, sentryDsn });
  return new Response(`window.carnet = ${told};`, { headers: { "content-type": "text/javascript" } });
}
