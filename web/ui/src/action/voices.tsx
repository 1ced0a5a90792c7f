// The three voices on a commitment, side by side and never made one: what the city claims, what the reporting chamber
// says to it, what the evaluation committee found.
import type { ComponentChildren } from 'preact';
import type { Fields, Item, Schema } from '../api';
import { useApp } from '../app';
import * as dates from '../dates';
import { t } from '../i18n';
import { Value } from '../view';

type Entry = Fields & { at?: string };

export function entries(item: Item, field: string): Entry[] {
  const value = item.fields[field];
  return Array.isArray(value) ? (value as Entry[]) : [];
}

const latest = (item: Item, field: string): Entry | undefined => entries(item, field).at(-1);

function text(entry: Entry | undefined, name: string): string | null {
  const value = entry?.[name];
  return typeof value === 'string' && value ? value : null;
}

export function Voices({ item, small = false }: { item: Item; small?: boolean }) {
  return (
    <div class={`voices${small ? ' voices--small' : ''}`}>
      <Voice title={t('register.claim')} name="claim">
        <Claim item={item} />
      </Voice>
      <Voice title={t('register.verification')} name="verification">
        <Verification item={item} />
      </Voice>
      <Voice title={t('register.assessment')} name="assessment">
        <Assessment item={item} />
      </Voice>
    </div>
  );
}

function Voice({ title, name, children }: { title: string; name: string; children: ComponentChildren }) {
  return (
    <div class="voice" role="group" data-voice={name} aria-label={title}>
      <p class="voice__title">{title}</p>
      {children}
    </div>
  );
}

function Nothing() {
  return <p class="secondary">{t('register.nothingYet')}</p>;
}

function Said({ what, at, children }: { what: string; at: string | undefined; children?: ComponentChildren }) {
  return (
    <div class="said">
      <p>
        <strong>{what}</strong>
        {at && (
          <span class="secondary">
            {' '}
            <time dateTime={at}>{dates.day(at)}</time>
          </span>
        )}
      </p>
      {children}
    </div>
  );
}

function Words({ entry, name, item }: { entry: Entry; name: string; item: Item }) {
  const words = text(entry, name);
  return (
    <>
      {words && <Value value={words} item={item} />}
      <Evidence entry={entry} />
    </>
  );
}

// Files and addresses that an entry names.
function Evidence({ entry }: { entry: Entry }) {
  const attachments = entry['attachments'];
  if (!Array.isArray(attachments) || attachments.length === 0) return null;
  return <Value value={attachments} schema={{ type: 'array', 'x-widget': 'attachments', items: { type: 'string' } }} />;
}

function useSchemas(item: Item): Record<string, Schema> {
  return useApp().titles.kind(item.kind)?.fields?.properties ?? {};
}

function Claim({ item }: { item: Item }) {
  const { titles } = useApp();
  const schemas = useSchemas(item);
  const progress = latest(item, 'progress');
  const completion = latest(item, 'completions');
  if (!progress && !completion) return <Nothing />;
  const outlook = text(progress, 'outlook');
  const percentage = progress?.['percentage'];
  const outlookTitle = outlook ? titles.enumValue(outlook, schemas['progress']?.items?.properties?.['outlook']) : t('voices.progress');
  return (
    <>
      {completion && (
        <Said what={t('voices.completed')} at={completion.at}>
          <Words entry={completion} name="evidence" item={item} />
        </Said>
      )}
      {progress && (
        <Said what={typeof percentage === 'number' ? t('voices.percentage', { outlook: outlookTitle, percentage }) : outlookTitle} at={progress.at}>
          <Words entry={progress} name="text" item={item} />
        </Said>
      )}
    </>
  );
}

function Verification({ item }: { item: Item }) {
  const verified = item.fields['verified_at'];
  const disputes = entries(item, 'disputes');
  if (!verified && disputes.length === 0) return <Nothing />;
  return (
    <>
      {typeof verified === 'string' && <Said what={t('voices.verified')} at={verified} />}
      {[...disputes].reverse().map((dispute, index) => (
        <Said key={index} what={t('voices.disputed')} at={dispute.at}>
          <Words entry={dispute} name="reason" item={item} />
        </Said>
      ))}
    </>
  );
}

function Assessment({ item }: { item: Item }) {
  const { titles } = useApp();
  const schemas = useSchemas(item);
  const assessment = latest(item, 'assessments');
  const decisions = entries(item, 'decisions');
  if (!assessment && decisions.length === 0) return <Nothing />;
  return (
    <>
      {assessment && (
        <Said what={titles.enumValue(assessment['grade'], schemas['grade'])} at={assessment.at}>
          <Words entry={assessment} name="text" item={item} />
        </Said>
      )}
      {[...decisions].reverse().map((decision, index) => (
        <Said key={index} what={t(decision['fulfilled'] ? 'voices.decidedFor' : 'voices.decidedAgainst')} at={decision.at}>
          <Words entry={decision} name="reason" item={item} />
        </Said>
      ))}
    </>
  );
}
