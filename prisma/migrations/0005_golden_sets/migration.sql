-- CreateTable
CREATE TABLE "GoldenSet" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GoldenSet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GoldenSetVersion" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "setId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "coverage" JSONB,
    "questions" INTEGER NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GoldenSetVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GoldenQuestion" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "setId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "addedIn" INTEGER NOT NULL,
    "removedIn" INTEGER,
    "question" TEXT NOT NULL,
    "questionHash" TEXT NOT NULL,
    "idealAnswer" TEXT,
    "requiredFacts" JSONB NOT NULL DEFAULT '[]',
    "relevantIds" JSONB NOT NULL DEFAULT '[]',
    "answerable" BOOLEAN,
    "queryId" TEXT,
    "kind" TEXT,

    CONSTRAINT "GoldenQuestion_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "GoldenSet_projectId_name_key" ON "GoldenSet"("projectId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "GoldenSetVersion_setId_version_key" ON "GoldenSetVersion"("setId", "version");

-- CreateIndex
CREATE INDEX "GoldenQuestion_setId_addedIn_place_idx" ON "GoldenQuestion"("setId", "addedIn", "place");

-- CreateIndex
CREATE INDEX "GoldenQuestion_projectId_idx" ON "GoldenQuestion"("projectId");

-- AddForeignKey
ALTER TABLE "GoldenSetVersion" ADD CONSTRAINT "GoldenSetVersion_setId_fkey" FOREIGN KEY ("setId") REFERENCES "GoldenSet"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GoldenQuestion" ADD CONSTRAINT "GoldenQuestion_setId_fkey" FOREIGN KEY ("setId") REFERENCES "GoldenSet"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A version never changes: of a question only the version in which it left is ever written, once.
CREATE FUNCTION "refuse_golden_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."removedIn" IS NULL AND NEW."removedIn" IS NOT NULL
    AND to_jsonb(NEW) - 'removedIn' = to_jsonb(OLD) - 'removedIn' THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'A question of a golden set is never changed.';
END $$;
CREATE TRIGGER "GoldenQuestion_immutable" BEFORE UPDATE ON "GoldenQuestion"
  FOR EACH ROW EXECUTE FUNCTION "refuse_golden_change"();
