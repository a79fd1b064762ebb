import type { NextConfig } from 'next';

const config: NextConfig = {
  // Their binaries and generated code must be loaded by Node as they are; large ones only make the build longer.
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
    'undici',
    '@qdrant/js-client-rest',
    'chromadb',
    '@pinecone-database/pinecone',
    'openai',
    'gpt-tokenizer',
    'libphonenumber-js',
    'unpdf',
    're2js',
    'ajv',
    'ajv-formats',
    'better-auth',
    'validator',
    'yazl',
  ],
  // `npm test` checks the types of everything; whoever starts Faultline need not wait for it.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  poweredByHeader: false,
  devIndicators: false,
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'] },
};

export default config;
