import * as Sentry from "@sentry/nextjs";

Sentry.init({ dsn: window.carnet?.sentryDsn, tracesSampleRate: 0 });

export const onRouterTransitionStart = Sentry.captureRouterTransitionStart;
