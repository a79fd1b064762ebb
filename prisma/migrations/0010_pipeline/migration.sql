-- CreateTable
CREATE TABLE "KnowledgeBase" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "chunking" JSONB NOT NULL,
    "embedding" JSONB,
    "vectorStore" JSONB,
    "answering" JSONB NOT NULL,
    "folder" TEXT,
    "currentIndexId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "KnowledgeBase_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KnowledgeDocument" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "baseId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "KnowledgeDocument_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KnowledgeIndex" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "baseId" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "stage" TEXT NOT NULL DEFAULT 'chunking',
    "chunking" JSONB NOT NULL,
    "chunkingKey" TEXT NOT NULL,
    "embedding" JSONB,
    "vectorStore" JSONB,
    "documentsDone" INTEGER NOT NULL DEFAULT 0,
    "documentsTotal" INTEGER NOT NULL DEFAULT 0,
    "chunksDone" INTEGER NOT NULL DEFAULT 0,
    "chunksTotal" INTEGER NOT NULL DEFAULT 0,
    "textsEmbedded" INTEGER NOT NULL DEFAULT 0,
    "calibration" JSONB,
    "error" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "KnowledgeIndex_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KnowledgeIndexDocument" (
    "indexId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,

    CONSTRAINT "KnowledgeIndexDocument_pkey" PRIMARY KEY ("indexId","name")
);

-- CreateTable
CREATE TABLE "KnowledgeText" (
    "baseId" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "KnowledgeText_pkey" PRIMARY KEY ("baseId","contentHash")
);

-- CreateTable
CREATE TABLE "KnowledgeChunk" (
    "baseId" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "chunkingKey" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "projectId" TEXT NOT NULL,
    "startOffset" INTEGER NOT NULL,
    "endOffset" INTEGER NOT NULL,
    "tokens" INTEGER NOT NULL,
    "headings" JSONB NOT NULL,
    "context" TEXT NOT NULL,
    "textHash" TEXT NOT NULL,

    CONSTRAINT "KnowledgeChunk_pkey" PRIMARY KEY ("baseId","contentHash","chunkingKey","ordinal")
);

-- CreateTable
CREATE TABLE "KnowledgeEmbedding" (
    "projectId" TEXT NOT NULL,
    "modelKey" TEXT NOT NULL,
    "textHash" TEXT NOT NULL,
    "vector" BYTEA NOT NULL,

    CONSTRAINT "KnowledgeEmbedding_pkey" PRIMARY KEY ("projectId","modelKey","textHash")
);

-- CreateTable
CREATE TABLE "PipelinePrompt" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PipelinePrompt_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "KnowledgeBase_projectId_name_key" ON "KnowledgeBase"("projectId", "name");

-- CreateIndex
CREATE INDEX "KnowledgeDocument_projectId_idx" ON "KnowledgeDocument"("projectId");

-- CreateIndex
CREATE UNIQUE INDEX "KnowledgeDocument_baseId_name_key" ON "KnowledgeDocument"("baseId", "name");

-- CreateIndex
CREATE INDEX "KnowledgeIndex_projectId_idx" ON "KnowledgeIndex"("projectId");

-- CreateIndex
CREATE UNIQUE INDEX "KnowledgeIndex_baseId_version_key" ON "KnowledgeIndex"("baseId", "version");

-- CreateIndex
CREATE INDEX "KnowledgeIndexDocument_projectId_idx" ON "KnowledgeIndexDocument"("projectId");

-- CreateIndex
CREATE INDEX "KnowledgeText_projectId_idx" ON "KnowledgeText"("projectId");

-- CreateIndex
CREATE INDEX "KnowledgeChunk_projectId_idx" ON "KnowledgeChunk"("projectId");

-- CreateIndex
CREATE UNIQUE INDEX "PipelinePrompt_projectId_name_version_key" ON "PipelinePrompt"("projectId", "name", "version");
