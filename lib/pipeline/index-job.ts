/** The kind of background job that makes an index. */
export const INDEX_JOB = 'knowledge-index';
