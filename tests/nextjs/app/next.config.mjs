import sentry from "@sentry/nextjs/config";

/** @type {import("next").NextConfig} */
const config = {
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
  // One mistake after the other is built from the same source.
  experimental: { turbopackFileSystemCacheForBuild: true },
};

export default sentry.withSentryConfig(config, { silent: true, telemetry: false, sourcemaps: { disable: true } });
