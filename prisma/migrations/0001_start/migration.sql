-- CreateTable
CREATE TABLE "Project" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL DEFAULT 'UTC',
    "isDemo" BOOLEAN NOT NULL DEFAULT false,
    "samplingSecret" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "isLocalOwner" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInLink" (
    "hash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SignInLink_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "Session" (
    "hash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "Export" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "rowsDone" INTEGER NOT NULL DEFAULT 0,
    "rowsTotal" INTEGER,
    "files" JSONB NOT NULL DEFAULT '[]',
    "error" TEXT,
    "requestedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Export_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Guideline" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Guideline_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Queue" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "gradingProtocol" TEXT NOT NULL DEFAULT 'all_top_k',
    "leaseMinutes" INTEGER NOT NULL DEFAULT 10,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Queue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QueueRun" (
    "id" TEXT NOT NULL,
    "queueId" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "wanted" INTEGER NOT NULL,
    "candidates" INTEGER NOT NULL,
    "tau" DOUBLE PRECISION NOT NULL,
    "tauOut" DOUBLE PRECISION NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "QueueRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QueueItem" (
    "id" TEXT NOT NULL,
    "queueId" TEXT NOT NULL,
    "queryId" TEXT NOT NULL,
    "serveOrder" DOUBLE PRECISION NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "leasedBy" TEXT,
    "leasedUntil" TIMESTAMPTZ(3),
    "fence" INTEGER NOT NULL DEFAULT 0,
    "doneAt" TIMESTAMPTZ(3),
    "doneBy" TEXT,
    "skipReason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "QueueItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Draft" (
    "itemId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Draft_pkey" PRIMARY KEY ("itemId","personId")
);

-- CreateTable
CREATE TABLE "Selection" (
    "itemId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "weight" DOUBLE PRECISION NOT NULL,
    "threshold" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "Selection_pkey" PRIMARY KEY ("itemId","runId")
);

-- CreateTable
CREATE TABLE "Label" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "queryId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "itemId" TEXT,
    "itemFence" INTEGER,
    "revision" INTEGER NOT NULL,
    "current" BOOLEAN NOT NULL,
    "supersededBy" TEXT,
    "undoneAt" TIMESTAMPTZ(3),
    "verdict" TEXT NOT NULL,
    "failure" TEXT,
    "secondaryFailure" TEXT,
    "detail" TEXT,
    "inDocuments" TEXT,
    "nothingToFind" BOOLEAN,
    "idealAnswer" TEXT,
    "missingDocument" TEXT,
    "note" TEXT,
    "gradingProtocol" TEXT NOT NULL DEFAULT 'free',
    "guidelineVersion" INTEGER,
    "inclusion" DOUBLE PRECISION,
    "activeSeconds" DOUBLE PRECISION,
    "flagged" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Label_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Judgement" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "questionHash" TEXT NOT NULL,
    "chunkHash" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "labelId" TEXT NOT NULL,
    "grade" INTEGER NOT NULL,
    "bulk" BOOLEAN NOT NULL DEFAULT false,
    "current" BOOLEAN NOT NULL,
    "supersededBy" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Judgement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MirrorTask" (
    "projectId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "stamp" BIGINT NOT NULL,
    "pending" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "MirrorTask_pkey" PRIMARY KEY ("projectId","kind","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "Project_slug_key" ON "Project"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "Person_projectId_name_key" ON "Person"("projectId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_hash_key" ON "ApiKey"("hash");

-- CreateIndex
CREATE INDEX "Export_projectId_createdAt_idx" ON "Export"("projectId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Guideline_projectId_version_key" ON "Guideline"("projectId", "version");

-- CreateIndex
CREATE UNIQUE INDEX "Queue_projectId_name_key" ON "Queue"("projectId", "name");

-- CreateIndex
CREATE INDEX "QueueItem_queueId_state_serveOrder_id_idx" ON "QueueItem"("queueId", "state", "serveOrder", "id");

-- CreateIndex
CREATE INDEX "QueueItem_queryId_idx" ON "QueueItem"("queryId");

-- CreateIndex
CREATE UNIQUE INDEX "QueueItem_queueId_queryId_key" ON "QueueItem"("queueId", "queryId");

-- CreateIndex
CREATE INDEX "Label_projectId_queryId_current_idx" ON "Label"("projectId", "queryId", "current");

-- CreateIndex
CREATE INDEX "Label_projectId_current_id_idx" ON "Label"("projectId", "current", "id");

-- CreateIndex
CREATE INDEX "Label_supersededBy_idx" ON "Label"("supersededBy");

-- CreateIndex
CREATE UNIQUE INDEX "Label_projectId_queryId_personId_revision_key" ON "Label"("projectId", "queryId", "personId", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "Label_itemId_itemFence_key" ON "Label"("itemId", "itemFence");

-- CreateIndex
CREATE INDEX "Judgement_projectId_questionHash_current_idx" ON "Judgement"("projectId", "questionHash", "current");

-- CreateIndex
CREATE INDEX "Judgement_labelId_idx" ON "Judgement"("labelId");

-- CreateIndex
CREATE INDEX "Judgement_supersededBy_idx" ON "Judgement"("supersededBy");

-- CreateIndex
CREATE INDEX "MirrorTask_projectId_pending_idx" ON "MirrorTask"("projectId", "pending");

-- AddForeignKey
ALTER TABLE "Person" ADD CONSTRAINT "Person_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueueRun" ADD CONSTRAINT "QueueRun_queueId_fkey" FOREIGN KEY ("queueId") REFERENCES "Queue"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueueItem" ADD CONSTRAINT "QueueItem_queueId_fkey" FOREIGN KEY ("queueId") REFERENCES "Queue"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Draft" ADD CONSTRAINT "Draft_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "QueueItem"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Selection" ADD CONSTRAINT "Selection_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "QueueItem"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Selection" ADD CONSTRAINT "Selection_runId_fkey" FOREIGN KEY ("runId") REFERENCES "QueueRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Label" ADD CONSTRAINT "Label_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Judgement" ADD CONSTRAINT "Judgement_labelId_fkey" FOREIGN KEY ("labelId") REFERENCES "Label"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Only one current label for each (query, reviewer) and one current grade for each (question, chunk, reviewer),
-- whatever two requests at once believe. Prisma's schema language has no partial index.
CREATE UNIQUE INDEX "Label_current_key" ON "Label"("projectId", "queryId", "personId") WHERE "current";
CREATE UNIQUE INDEX "Judgement_current_key" ON "Judgement"("projectId", "questionHash", "chunkHash", "personId") WHERE "current";
