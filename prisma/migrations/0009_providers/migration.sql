-- CreateTable
CREATE TABLE "ProviderConnection" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "preset" TEXT NOT NULL,
    "baseUrl" TEXT NOT NULL,
    "dataUrl" TEXT,
    "options" JSONB NOT NULL,
    "sealedKey" TEXT,
    "keyEnding" TEXT,
    "keySetAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "testedAt" TIMESTAMPTZ(3),
    "testOk" BOOLEAN,
    "testMessage" TEXT,

    CONSTRAINT "ProviderConnection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VectorCollection" (
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "dimensions" INTEGER NOT NULL,
    "version" BIGINT NOT NULL DEFAULT 0,
    "removedAt" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "VectorCollection_pkey" PRIMARY KEY ("projectId","name")
);

-- CreateTable
CREATE TABLE "StoredVector" (
    "projectId" TEXT NOT NULL,
    "collection" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "version" BIGINT NOT NULL,
    "vector" BYTEA NOT NULL,
    "metadata" JSONB NOT NULL,

    CONSTRAINT "StoredVector_pkey" PRIMARY KEY ("projectId","collection","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ProviderConnection_projectId_name_key" ON "ProviderConnection"("projectId", "name");

-- CreateIndex
CREATE INDEX "StoredVector_projectId_collection_version_id_idx" ON "StoredVector"("projectId", "collection", "version", "id");
