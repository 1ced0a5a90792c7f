// Help: for each role one page with pictures, /help/ROLE, and /help, from which they are chosen. Names of buttons and
// pages in its texts are holes filled from the catalogue and from the installation's description, so that they are
// always the ones that people see.
import { Page, Pending, href, main, useApp, useLoaded } from '../app';
import { type Key, pick, t } from '../i18n';
import { type Titles } from '../titles';
import chapters from './help/chapters.json';
import { type Content, type HelpPicture, loadContent } from './help/content';

type Role = keyof typeof chapters;
interface Chapter {
  name: string;
  picture?: boolean;
  page?: string;
}

const roles = Object.keys(chapters) as Role[];
const everybody = ['why', 'live', 'draft', 'back', 'language', 'print', 'keyboard'];

// {coverage.gapsOnly} is a text of the catalogue, {action_plan:approve} an event or a state of a kind.
function filled(text: string, titles: Titles): string {
  return text.replace(/\{([\w.]+)(?::([\w.]+))?\}/g, (whole, name: string, part?: string) => {
    if (part === undefined) return t(name as Key);
    const kind = titles.kind(name);
    return pick(kind?.events[part]?.title ?? kind?.states[part]?.title, whole);
  });
}

function roleTitle(role: Role, content: Content, titles: Titles): string {
  return role === 'public' ? (content.texts['public.title'] ?? role) : titles.role(role);
}

function HelpPage() {
  const asked = decodeURIComponent(location.pathname).split('/')[3];
  const content = useLoaded(loadContent);
  if (!content.value) return <Pending error={content.error} />;
  // A role that an installation has of its own is told nothing here: it may choose.
  const role = roles.find((each) => each === asked);
  return role ? <RoleHelp role={role} content={content.value} /> : <Choice content={content.value} />;
}

function Choice({ content }: { content: Content }) {
  const { titles, session } = useApp();
  const say = (key: string) => filled(content.texts[key] ?? key, titles);
  return (
    <Page title={t('page.help')}>
      <p class="govuk-body-l">{say('help.lead')}</p>
      <h2 class="govuk-heading-m">{say('help.choose')}</h2>
      <ul class="cards">
        {roles.map((role) => (
          <li class="card" key={role}>
            <div class="card__text">
              <a class="govuk-link card__title" href={href(`help/${role}`)}>
                {roleTitle(role, content, titles)}
              </a>
              {session?.acting.role === role && <strong class="govuk-tag help__yours">{say('help.yours')}</strong>}
              <span class="id">{say(`${role}.lead`)}</span>
            </div>
          </li>
        ))}
      </ul>
      <Everybody say={say} />
    </Page>
  );
}

function RoleHelp({ role, content }: { role: Role; content: Content }) {
  const { titles } = useApp();
  const say = (key: string) => filled(content.texts[key] ?? key, titles);
  return (
    <div class="help">
      <Page title={roleTitle(role, content, titles)} caption={say('help.caption')}>
        <p class="govuk-body-l">{say(`${role}.lead`)}</p>
        <ol class="help__steps">
          {(chapters[role] as Chapter[]).map((chapter) => (
            <Step key={chapter.name} chapter={chapter} base={`${role}.${chapter.name}`} say={say} picture={content.pictures[`${role}-${chapter.name}`]} />
          ))}
        </ol>
        <Everybody say={say} />
        <p class="govuk-body">
          <a class="govuk-link" href={href('help')}>
            {say('help.all')}
          </a>
        </p>
      </Page>
    </div>
  );
}

function Step({ chapter, base, say, picture }: { chapter: Chapter; base: string; say: (key: string) => string; picture: HelpPicture | undefined }) {
  const title = say(`${base}.title`);
  return (
    <li>
      <h2 class="govuk-heading-m">{title}</h2>
      <p class="govuk-body">{say(`${base}.text`)}</p>
      {picture && <img class="help__picture" src={picture.url} width={picture.width} height={picture.height} alt={say(`${base}.alt`)} loading="lazy" />}
      {chapter.page !== undefined && (
        <p class="govuk-body">
          <a class="govuk-link" href={href(chapter.page)}>
            {say('help.open')}
            <span class="govuk-visually-hidden">
              {t('colon')}
              {title}
            </span>
          </a>
        </p>
      )}
    </li>
  );
}

function Everybody({ say }: { say: (key: string) => string }) {
  return (
    <section aria-labelledby="everybody">
      <h2 class="govuk-heading-m" id="everybody">
        {say('everybody.title')}
      </h2>
      <ul class="govuk-list govuk-list--bullet">
        {everybody.map((name) => (
          <li key={name}>{say(`everybody.${name}`)}</li>
        ))}
      </ul>
    </section>
  );
}

main(<HelpPage />);
