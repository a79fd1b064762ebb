import type { NextConfig } from 'next';

const config: NextConfig = {
  // Their binaries and generated code must be loaded by Node as they are.
  serverExternalPackages: [
    'chdb',
    '@clickhouse/client',
    '@electric-sql/pglite',
    'pglite-prisma-adapter',
    '@prisma/client',
    '@prisma/adapter-pg',
    'pg',
    'pg-boss',
    'pino',
    'prom-client',
  ],
  images: { unoptimized: true },
  poweredByHeader: false,
  devIndicators: false,
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'] },
};

export default config;
