// Forms: fields by a schema, what is wrong with them, and the draft that is kept while somebody writes.
export { type Draft, DraftStatus, useDraft } from './draft';
export { emptied, onlyChanged, withRequired } from './edits';
export { ErrorSummary } from './errors';
export { ObjectFields } from './field';
export { fieldId } from './control';
export { validate } from './validate';
