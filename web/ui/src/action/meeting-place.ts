// Where a meeting was, as this reader reads it: the translation, if somebody made one; a member city that was written in
// English, by its name; else what was written.
import type { Item } from '../api';
import type { Titles } from '../titles';
import { read } from '../translation';

export function meetingPlace(item: Item, titles: Titles): string {
  const { text, translation } = read(item, 'place', String(item.fields['place'] ?? ''));
  // Cities are called by their English names in small letters.
  const city = text.toLowerCase();
  return titles.isMember(city) && !translation ? titles.organisationName(city) : text;
}
