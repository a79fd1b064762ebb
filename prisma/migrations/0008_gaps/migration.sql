-- CreateTable
CREATE TABLE "Gap" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "ownerId" TEXT,
    "queries" INTEGER NOT NULL,
    "zeroHits" INTEGER NOT NULL,
    "missing" INTEGER NOT NULL,
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "closedBy" TEXT,
    "closedQueryId" TEXT,
    "reopened" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Gap_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GapWording" (
    "projectId" TEXT NOT NULL,
    "questionHash" TEXT NOT NULL,
    "gapId" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "queries" INTEGER NOT NULL,
    "lastQueryId" TEXT NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "GapWording_pkey" PRIMARY KEY ("projectId","questionHash")
);

-- CreateIndex
CREATE INDEX "Gap_projectId_state_queries_idx" ON "Gap"("projectId", "state", "queries");

-- CreateIndex
CREATE INDEX "GapWording_gapId_idx" ON "GapWording"("gapId");

-- AddForeignKey
ALTER TABLE "GapWording" ADD CONSTRAINT "GapWording_gapId_fkey" FOREIGN KEY ("gapId") REFERENCES "Gap"("id") ON DELETE CASCADE ON UPDATE CASCADE;
