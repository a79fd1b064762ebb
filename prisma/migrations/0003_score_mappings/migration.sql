-- CreateTable
CREATE TABLE "ScoreMapping" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "reviewer" TEXT,
    "rules" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "appliedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ScoreMapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ScoreLabel" (
    "labelId" TEXT NOT NULL,
    "mappingId" TEXT NOT NULL,

    CONSTRAINT "ScoreLabel_pkey" PRIMARY KEY ("labelId")
);

-- CreateIndex
CREATE UNIQUE INDEX "ScoreMapping_projectId_name_key" ON "ScoreMapping"("projectId", "name");
