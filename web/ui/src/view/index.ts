// How an item is shown, whatever its kind.
export { Documents } from './documents';
export { EventButtons, fire, getEvents, refusal } from './events';
export { Changes, History, getHistory } from './history';
export { NotAllowed, Reasons } from './reasons';
export { Deadline, DeadlineLine, Remaining, StateTags } from './state';
export { TranslationNote, translatable } from './translated';
export { ItemTitle, ReferenceLink, itemHref, remember, useTitle } from './title';
export { FieldsView, Value } from './value';
