// The three voices on a commitment, side by side and never made one: what the city claims, what the reporting chamber
// says to it, what the evaluation committee found.
import type { ComponentChildren } from 'preact';
import type { Item } from '../api';
import { useApp } from '../app';
import { t } from '../i18n';
import { Progress, Said, Words, entries, latest, useSchemas } from './said';

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

function Claim({ item }: { item: Item }) {
  const progress = latest(item, 'progress');
  const completion = latest(item, 'completions');
  if (!progress && !completion) return <Nothing />;
  return (
    <>
      {completion && (
        <Said what={t('voices.completed')} at={completion.at}>
          <Words entry={completion} name="evidence" item={item} />
        </Said>
      )}
      {progress && <Progress entry={progress} item={item} />}
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
