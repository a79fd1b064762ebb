-- AlterTable
ALTER TABLE "Export" ADD COLUMN     "counts" JSONB,
ADD COLUMN     "difference" JSONB,
ADD COLUMN     "expiresAt" TIMESTAMPTZ(3),
ADD COLUMN     "findings" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "leasedUntil" TIMESTAMPTZ(3),
ADD COLUMN     "overrides" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "recipe" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "recipeHash" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "runId" TEXT;

-- CreateTable
CREATE TABLE "ExportFinding" (
    "exportId" TEXT NOT NULL,
    "gate" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "projectId" TEXT NOT NULL,
    "queryId" TEXT NOT NULL,

    CONSTRAINT "ExportFinding_pkey" PRIMARY KEY ("exportId","gate","position")
);

-- CreateTable
CREATE TABLE "ExportContent" (
    "exportId" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "rows" BYTEA NOT NULL,

    CONSTRAINT "ExportContent_pkey" PRIMARY KEY ("exportId")
);

-- CreateTable
CREATE TABLE "ExportSide" (
    "projectId" TEXT NOT NULL,
    "queryId" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "movedFrom" TEXT,

    CONSTRAINT "ExportSide_pkey" PRIMARY KEY ("projectId","queryId")
);

-- CreateTable
CREATE TABLE "ExportSideVersion" (
    "projectId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "ExportSideVersion_pkey" PRIMARY KEY ("projectId")
);

-- CreateIndex
CREATE INDEX "ExportFinding_projectId_idx" ON "ExportFinding"("projectId");

-- CreateIndex
CREATE INDEX "ExportContent_projectId_idx" ON "ExportContent"("projectId");

-- CreateIndex
CREATE INDEX "Export_projectId_recipeHash_finishedAt_idx" ON "Export"("projectId", "recipeHash", "finishedAt");
