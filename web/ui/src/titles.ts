// What kinds, states, events, roles, organisations and items are called, from the server's description of the
// installation (/api/v1/meta). Ids stand in where a title is missing.
import { ownTitle } from './translation';
import type { HistoryEntry, Item, Kind, Meta, Organisation, RoleIn, Schema, Texts } from './api';
import { language, pick, t } from './i18n';

export class Titles {
  private readonly kinds = new Map<string, Kind>();
  private readonly kindsByPath = new Map<string, Kind>();
  private readonly organisations = new Map<string, Organisation>();

  constructor(private readonly meta: Meta) {
    for (const kind of meta.kinds) {
      this.kinds.set(kind.id, kind);
      this.kindsByPath.set(kind.path, kind);
    }
    for (const organisation of meta.organisations) this.organisations.set(organisation.id, organisation);
  }

  kind(id: string): Kind | undefined {
    return this.kinds.get(id);
  }

  kindAt(path: string): Kind | undefined {
    return this.kindsByPath.get(path);
  }

  kindTitle(kind: Kind): string {
    return pick(kind.title, kind.id);
  }

  // Several of them, in languages that tell one from several.
  kindsTitle(kind: Kind): string {
    return pick(kind.several, this.kindTitle(kind));
  }

  organisation(id: unknown): Organisation | undefined {
    return this.organisations.get(String(id));
  }

  // What an organisation is called; as what `part` names, a part of it that has a name of its own, such as its chamber.
  organisationName(id: unknown, part?: string): string {
    return this.partName(id, part) ?? pick(this.organisation(id)?.names, String(id ?? ''));
  }

  private partName(id: unknown, part: string | undefined): string | null {
    const names = part ? (this.organisation(id) as Record<string, unknown> | undefined)?.[part] : undefined;
    return names && typeof names === 'object' && !Array.isArray(names) && part !== 'names' ? pick(names as Texts) : null;
  }

  role(id: string): string {
    return pick(this.meta.roles.find((role) => role.id === id)?.title, id);
  }

  actor(role: RoleIn): string {
    const organisation = this.organisations.get(role.organisation);
    if (!organisation) return this.role(role.role);
    const part = this.partName(role.organisation, role.role);
    if (part) return part;
    // An office that is the only one of its kind, with one role, is called by its name: once is enough.
    const alone = this.meta.organisations.filter(({ kind }) => kind === organisation.kind).length === 1;
    const roles = this.meta.roles.filter(({ organisations }) => organisations === organisation.kind);
    if (alone && roles.length === 1) return this.organisationName(role.organisation);
    return t('actor', { role: this.role(role.role), organisation: this.organisationName(role.organisation) });
  }

  // Who did it: a person's role, or the clock.
  entryActor(entry: HistoryEntry): string {
    if (entry.actor && entry.actor.role) return this.actor(entry.actor);
    return t(entry.timer ? 'actor.timer' : 'actor.system');
  }

  event(kind: Kind | undefined, type: string | null): string {
    if (!type) return t('history.timer');
    if (type === 'open') return pick(kind?.events[type]?.title, t('history.opened'));
    if (type === 'xstate.migrate') return t('history.migrated');
    if (type === 'xstate.erase') return t('history.erased');
    return pick(kind?.events[type]?.title, type);
  }

  // An active state in words: its own title, after those of the titled states around it.
  state(kind: Kind | undefined, path: string): string {
    const parts = path.split('.');
    const titles: string[] = [];
    for (let length = 1; length <= parts.length; length += 1) {
      const title = pick(kind?.states[parts.slice(0, length).join('.')]?.title);
      if (title) titles.push(title);
    }
    return titles.length ? titles.join(t('state.separator')) : path;
  }

  // The state's own title alone, where the states around it go without saying.
  ownState(kind: Kind | undefined, path: string): string {
    return pick(kind?.states[path]?.title, path);
  }

  tags(kind: Kind | undefined, configuration: string[]): Set<string> {
    const tags = new Set<string>();
    for (const path of configuration) {
      const parts = path.split('.');
      for (let length = 1; length <= parts.length; length += 1) {
        kind?.states[parts.slice(0, length).join('.')]?.tags?.forEach((tag) => tags.add(tag));
      }
    }
    return tags;
  }

  field(name: string, schema: Schema | undefined): string {
    return pick(schema?.['x-title'], name);
  }

  // What a list is filtered by: a field of the kind, or one of that name elsewhere (a report's cities, by city).
  filter(kind: Kind, name: string): Schema | undefined {
    const properties = kind.fields?.properties;
    const own = properties?.[name];
    if (own) return own;
    for (const other of this.meta.kinds) {
      const found = other.fields?.properties?.[name];
      if (found) return found;
    }
    return properties?.[kind.filter_fields?.[name] ?? ''];
  }

  enumValue(value: unknown, schema: Schema | undefined): string {
    return pick(schema?.['x-enum-titles']?.[String(value)], String(value));
  }

  // Null if the item has no title of its own.
  own(item: Item): string | null {
    return ownTitle(item)?.text ?? null;
  }

  // The item that gives this one its title where it has none: the first that its fields refer to and that is no
  // mere frame for others.
  parent(item: Item): { kind: Kind; id: string } | null {
    const properties = this.kinds.get(item.kind)?.fields?.properties ?? {};
    for (const [name, schema] of Object.entries(properties)) {
      const widget = schema['x-widget'] ?? '';
      const value = item.fields[name];
      const kind = widget.startsWith('item:') ? this.kinds.get(widget.slice(5)) : undefined;
      if (kind && typeof value === 'string' && value) return { kind, id: value };
    }
    return null;
  }

  // Where the item's days are counted.
  place(item: Item): string | undefined {
    const kind = this.kinds.get(item.kind);
    if (typeof kind?.zone === 'object') {
      const organisation = this.organisation(item.fields[kind.zone.organisation.replace(/^\/fields\//, '')]);
      if (organisation) return pick(organisation.names);
    }
    if (typeof kind?.zone === 'string') return String(item.fields[kind.zone.replace(/^\/fields\//, '')] ?? kind.zone);
    // An installation that does not say: the organisation among the fields that is meant as a whole, not as a part.
    const properties = Object.entries(kind?.fields?.properties ?? {});
    const named = properties.filter(
      ([name, schema]) => schema['x-widget'] === 'organisation' && this.organisation(item.fields[name])?.zone,
    );
    const whole = named.filter(([name]) => this.partName(item.fields[name], name) === null);
    const only = whole[0] ?? named[0];
    return only ? this.organisationName(item.fields[only[0]]) : undefined;
  }

  // By their English names, as everywhere.
  sortOrganisations(ids: string[]): string[] {
    const name = (id: string) => this.organisation(id)?.names.en ?? id;
    return [...ids].sort((a, b) => name(a).localeCompare(name(b), 'en'));
  }

  // The members, or all organisations of an installation that has no members.
  cities(): Organisation[] {
    const members = this.meta.organisations.filter((organisation) => this.isMember(organisation.id));
    return members.length ? members : this.meta.organisations;
  }

  // What a field may be set to: "organisation:KIND" asks for those of one kind.
  choices(widget: string): Organisation[] {
    const kind = /^organisations?:(.+)$/.exec(widget)?.[1];
    return kind ? this.organisationsOf(kind) : this.cities();
  }

  organisationsOf(kind: string): Organisation[] {
    return this.meta.organisations.filter((organisation) => organisation.kind === kind);
  }

  // Where the members count their days.
  zones(): string[] {
    return [...new Set(this.cities().flatMap(({ zone }) => zone ?? []))].sort();
  }

  // Members since some day, as against offices such as the secretariat.
  isMember(id: unknown): boolean {
    return !!this.organisation(id)?.member_from;
  }

  language(): string {
    return language;
  }
}
