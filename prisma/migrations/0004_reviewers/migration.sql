-- DropIndex
DROP INDEX "QueueItem_queueId_queryId_key";

-- AlterTable
ALTER TABLE "Guideline" ADD COLUMN     "queueId" TEXT;

-- AlterTable
ALTER TABLE "Label" ADD COLUMN     "flagNote" TEXT;

-- AlterTable
ALTER TABLE "Queue" ADD COLUMN     "asksGrades" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "asksIdealAnswer" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "asksNote" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "calibration" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "fillCap" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "fillEveryHours" INTEGER,
ADD COLUMN     "filledUntil" TIMESTAMPTZ(3),
ADD COLUMN     "goldRate" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN     "hidesMachine" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "reviewers" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "secondFailures" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "secondRate" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN     "suggests" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "QueueItem" ADD COLUMN     "assignedTo" TEXT,
ADD COLUMN     "causedBy" TEXT,
ADD COLUMN     "goldFor" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "slot" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "QueueRun" ADD COLUMN     "rules" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "windowFrom" TIMESTAMPTZ(3),
ADD COLUMN     "windowTo" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "QueueRule" (
    "id" TEXT NOT NULL,
    "queueId" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "mode" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "QueueRule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QuerySkip" (
    "queueId" TEXT NOT NULL,
    "queryId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "QuerySkip_pkey" PRIMARY KEY ("queueId","queryId","personId")
);

-- CreateTable
CREATE TABLE "Adjudication" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "queryId" TEXT NOT NULL,
    "questionHash" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "failure" TEXT,
    "secondaryFailure" TEXT,
    "detail" TEXT,
    "nothingToFind" BOOLEAN,
    "idealAnswer" TEXT,
    "note" TEXT,
    "grades" JSONB NOT NULL,
    "current" BOOLEAN NOT NULL DEFAULT true,
    "endedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Adjudication_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GoldAnswer" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "itemId" TEXT NOT NULL,
    "queryId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "calibration" BOOLEAN NOT NULL,
    "verdict" TEXT NOT NULL,
    "failure" TEXT,
    "grades" JSONB NOT NULL,
    "agrees" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "GoldAnswer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "QueueRule_queueId_idx" ON "QueueRule"("queueId");

-- CreateIndex
CREATE INDEX "Adjudication_projectId_queryId_current_idx" ON "Adjudication"("projectId", "queryId", "current");

-- CreateIndex
CREATE INDEX "Adjudication_projectId_questionHash_current_idx" ON "Adjudication"("projectId", "questionHash", "current");

-- CreateIndex
CREATE UNIQUE INDEX "GoldAnswer_itemId_key" ON "GoldAnswer"("itemId");

-- CreateIndex
CREATE INDEX "GoldAnswer_projectId_personId_idx" ON "GoldAnswer"("projectId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "QueueItem_queueId_queryId_slot_goldFor_key" ON "QueueItem"("queueId", "queryId", "slot", "goldFor");

-- AddForeignKey
ALTER TABLE "QueueRule" ADD CONSTRAINT "QueueRule_queueId_fkey" FOREIGN KEY ("queueId") REFERENCES "Queue"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QuerySkip" ADD CONSTRAINT "QuerySkip_queueId_fkey" FOREIGN KEY ("queueId") REFERENCES "Queue"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One adjudication decides.
CREATE UNIQUE INDEX "Adjudication_one_current" ON "Adjudication" ("projectId", "queryId") WHERE "current";

-- A skip frees the item for others; who skipped it is kept.
INSERT INTO "QuerySkip" ("queueId", "queryId", "personId", "reason", "at")
  SELECT "queueId", "queryId", "doneBy", "skipReason", "doneAt" FROM "QueueItem"
  WHERE "state" = 'skipped' AND "doneBy" IS NOT NULL AND "doneAt" IS NOT NULL;
UPDATE "QueueItem" SET "state" = 'open', "doneAt" = NULL, "doneBy" = NULL WHERE "state" = 'skipped';
ALTER TABLE "QueueItem" DROP COLUMN "skipReason";

-- One person never holds or closes two of a query's places in a queue, whatever two screens ask for at once.
CREATE UNIQUE INDEX "QueueItem_one_lease" ON "QueueItem" ("queueId", "queryId", "leasedBy")
  WHERE "leasedBy" IS NOT NULL AND "goldFor" = '';
CREATE UNIQUE INDEX "QueueItem_one_label" ON "QueueItem" ("queueId", "queryId", "doneBy")
  WHERE "doneBy" IS NOT NULL AND "goldFor" = '';
