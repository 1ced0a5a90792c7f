// Who may see and do what, written by hand from the domain's rules and from nothing else: the test beside it holds the
// program against this table. Whatever the program knows and the table does not is a failure too.

// Who somebody is to an item:
//   own chamber      the chamber that filed the report, or whose report the plan or commitment answers
//   follower         a chamber whose report was merged into this one
//   own officer, own mayor   of an addressed city (report), of the city that promises (plan, commitment), of a member (memorandum)
//   secretariat, evaluator, administrator, chamber (any), staff (everybody who writes), everyone (the public too)
export const RELATIONS = {
  'own chamber': (who, item) => who.role === 'chamber' && who.organisation === item.fields.chamber,
  follower: (who, item) => who.role === 'chamber' && (item.fields.followers ?? []).includes(who.organisation),
  'own officer': (who, item) => who.role === 'city_officer' && citiesOf(item).includes(who.organisation),
  'own mayor': (who, item) => who.role === 'mayor_office' && citiesOf(item).includes(who.organisation),
  chamber: (who) => who.role === 'chamber',
  secretariat: (who) => who.role === 'secretariat',
  evaluator: (who) => who.role === 'evaluator',
  staff: (who) => ['chamber', 'city_officer', 'mayor_office', 'secretariat', 'evaluator'].includes(who.role),
  everyone: () => true,
};

function citiesOf(item) {
  if (item.kind === 'problem_report') return item.fields.cities;
  if (item.kind === 'memorandum') return item.fields.members;
  return item.fields.city ? [item.fields.city] : [];
}

export const PATHS = {
  round: 'rounds',
  problem_report: 'problem-reports',
  action_plan: 'action-plans',
  memorandum: 'memoranda',
  commitment: 'commitments',
};

const filed = ['own chamber', 'follower', 'secretariat', 'own officer', 'own mayor'];
const planners = ['own officer', 'own mayor', 'secretariat'];

// By kind and top state, who may know of the item at all.
export const SEES = {
  round: { '*': ['everyone'] },
  problem_report: {
    draft: ['own chamber'],
    withdrawn: ['own chamber'],
    expired: ['own chamber'],
    submitted: filed,
    needs_information: filed,
    merged: filed,
    '*': ['everyone'], // accepted, declined with its public reason, and every outcome
  },
  action_plan: {
    assigned: planners,
    drafting: planners,
    exploring: planners,
    mayor_review: planners,
    voided: planners,
    '*': ['everyone'], // in consultation, and after it; refused and referred with their reasons
  },
  memorandum: { drafting: ['staff'], '*': ['everyone'] },
  commitment: { '*': ['everyone'] },
};

// Fields that not everybody sees who sees the item.
export const FIELDS = {
  round: { source_sha256: ['staff'] },
  problem_report: {
    company: ['own chamber'],
    contact: ['own chamber'],
    questions: filed,
    answers: filed,
    own_cities: filed,
    own_businesses_affected: filed,
    own_followers: filed,
    explored_now: filed,
    source_sha256: filed,
  },
  action_plan: {
    draft_text: planners,
    draft_measures: planners,
    draft_attachments: planners,
    draft_translations: planners,
    notes: planners,
    last_editor: planners,
    source_sha256: planners,
    officer: ['own officer', 'own mayor'],
  },
  memorandum: { source_sha256: ['staff'] },
  commitment: { carried_cities: planners, source_sha256: planners, officer: ['own officer', 'own mayor'] },
};

const officer = ['own officer'];
const mayor = ['own mayor'];
const city = ['own officer', 'own mayor'];
const chamber = ['own chamber'];
const secretariat = ['secretariat'];
const nobody = [];

// By kind and event, who may fire it at all, whatever the state. `nobody`: other items and timers do.
export const FIRES = {
  round: {
    edit: secretariat,
    open_survey: secretariat,
    close_survey: secretariat,
    open_signing: secretariat,
    abandon: secretariat,
    begin_review: secretariat,
    close: secretariat,
    translate: secretariat,
    back_to_planning: nobody,
    enter_implementation: nobody,
  },
  problem_report: {
    edit: chamber,
    submit: chamber,
    withdraw: chamber,
    answer: chamber,
    appeal: chamber,
    carry_over: chamber,
    accept: secretariat,
    merge: secretariat,
    unmerge: secretariat,
    decline: secretariat,
    readdress: secretariat,
    ask: ['secretariat', ...city],
    split: [...chamber, 'secretariat'],
    translate: [...chamber, 'secretariat'],
    expire: nobody,
    absorb: nobody,
    join: nobody,
    plans_changed: nobody,
    memorandum_in_force: nobody,
    round_abandoned: nobody,
    commitment_settled: nobody,
    reabsorb: nobody,
    release: nobody,
    target_withdrawn: nobody,
    contribute: nobody,
    split_off: nobody,
    split_made: nobody,
    carried_into: nobody,
  },
  action_plan: {
    take_on: officer,
    edit: officer,
    assess_central: officer,
    find_local_solution: officer,
    refer: officer,
    record_reply: officer,
    propose: officer,
    close_referral: mayor,
    refuse: mayor,
    return: mayor,
    approve: mayor,
    insist: mayor,
    reconsider: mayor,
    reopen: city, // the officer a referral, the mayor's office an adopted plan
    assign_officer: city,
    translate: [...city, 'secretariat'],
    comment: ['chamber'],
    object: chamber,
    endorse: chamber,
    readdressed: nobody,
    annex: nobody,
    commit: nobody,
    not_commit: nobody,
    memorandum_withdrawn: nobody,
    round_abandoned: nobody,
  },
  memorandum: {
    edit: secretariat,
    open_for_signature: secretariat,
    record_absence: secretariat,
    withdraw: secretariat,
    enter_into_force: secretariat,
    translate: secretariat,
    sign: mayor,
    decline_to_sign: mayor,
    redraw: nobody,
    round_abandoned: nobody,
  },
  commitment: {
    start: officer,
    progress: officer,
    report_completion: officer,
    appeal: officer,
    erratum: officer,
    carry_over: mayor,
    reaffirm: mayor,
    assign_officer: city,
    translate: [...city, 'secretariat'],
    verify: chamber,
    dispute: chamber,
    decide: ['evaluator'],
    assess: ['evaluator'],
    close_unfulfilled: secretariat,
    'delivery.started': nobody,
    'delivery.settled': nobody,
    'clock.stop': nobody,
    'clock.resume': nobody,
    'clock.met': nobody,
    'clock.missed': nobody,
    carried_into: nobody,
  },
};

// Who may make an item by hand.
export const OPENS = {
  round: secretariat,
  problem_report: ['chamber'], // its own
  action_plan: nobody,
  memorandum: nobody,
  commitment: nobody,
};

// What only the program says of an item; nobody can write it, with any event or at the making.
export const SERVER_OWNED = [
  'id', 'kind', 'version', 'state', 'configuration', 'workflow', 'created_at', 'updated_at', 'overdue', 'recorded_at',
  'actor', 'signed', 'in_force_on', 'annex_sha256', 'text_sha256', 'verified_at', 'grade', 'carried_from',
];

// Every other route, and who gets anything but a refusal from it. ITEM: its own tests hold it against SEES and FIRES.
// `signed in`: whoever is; what is theirs is chosen by who they are.
export const ITEM = 'item';
const everyone = ['public', 'chamber', 'city_officer', 'mayor_office', 'secretariat', 'evaluator', 'administrator'];
const signedIn = everyone.slice(1);
const administrator = ['administrator'];
const surveyors = ['chamber'];
export const ROUTES = {
  'GET /api/v1/accounts': administrator,
  'PUT /api/v1/accounts/{id}': administrator,
  'GET /api/v1/audit': ['administrator', 'evaluator'],
  'POST /api/v1/invitations': administrator,
  'DELETE /api/v1/invitations/{id}': administrator,
  'POST /api/v1/invitations/{id}/confirm': administrator,
  'POST /api/v1/invitations/accept': everyone, // with the link's secret
  'DELETE /api/v1/grants/{id}': administrator,
  'POST /api/v1/grants/{id}/confirm': administrator,
  'POST /api/v1/first-administrator': everyone, // with the link's secret
  'GET /api/v1/session': everyone,
  'GET /api/v1/session/reader': everyone,
  'POST /api/v1/session': everyone,
  'DELETE /api/v1/session': everyone,
  'POST /api/v1/session/confirm': signedIn,
  'PUT /api/v1/session/acting': signedIn,
  'GET /api/v1/sessions': signedIn,
  'DELETE /api/v1/sessions/{id}': signedIn,
  'PUT /api/v1/password': signedIn,
  'GET /api/v1/second-factor': signedIn,
  'POST /api/v1/second-factor': signedIn,
  'PUT /api/v1/second-factor': signedIn,
  'DELETE /api/v1/second-factor': signedIn,
  'GET /api/v1/sign-on': signedIn,
  'POST /api/v1/sign-on/{id}': everyone, // nobody is signed in before their provider says so
  'POST /api/v1/sign-on/finish': everyone,
  'POST /api/v1/sign-on/{id}/link': signedIn,
  'DELETE /api/v1/sign-on/{id}/link': signedIn,
  'GET /api/v1/tokens': signedIn,
  'POST /api/v1/tokens': signedIn,
  'DELETE /api/v1/tokens/{id}': signedIn,
  'GET /api/v1/notices': signedIn,
  'PUT /api/v1/notices/read': signedIn,
  'GET /api/v1/drafts/{key}': signedIn,
  'PUT /api/v1/drafts/{key}': signedIn,
  'DELETE /api/v1/drafts/{key}': signedIn,
  'GET /api/v1/stand-ins': signedIn,
  'PUT /api/v1/stand-ins/own': signedIn,
  'DELETE /api/v1/stand-ins/own': signedIn,
  'POST /api/v1/attachments': signedIn,
  'GET /api/v1/attachments/{sha256}': signedIn,
  'GET /api/v1/questionnaires': [...surveyors, 'secretariat'], // the secretariat sees that they are there, and counts
  'POST /api/v1/questionnaires': surveyors,
  'GET /api/v1/questionnaires/suggested': [...surveyors, 'secretariat'],
  'GET /api/v1/questionnaires/{id}': [...surveyors, 'secretariat'],
  'PUT /api/v1/questionnaires/{id}': surveyors,
  'POST /api/v1/questionnaires/{id}/close': surveyors,
  'POST /api/v1/questionnaires/{id}/codes': surveyors,
  'POST /api/v1/questionnaires/{id}/publish': surveyors,
  'POST /api/v1/questionnaires/{id}/reports': surveyors,
  'GET /api/v1/questionnaires/{id}/responses': surveyors,
  'DELETE /api/v1/questionnaires/{id}/responses/{number}': surveyors,
  'DELETE /api/v1/questionnaires/{id}/responses/{number}/reports/{report}': surveyors,
  'GET /api/v1/questionnaires/{id}/results': [...surveyors, 'secretariat'],
  'GET /api/v1/survey-files/{name}': surveyors,
  'POST /api/v1/survey-files/{what}': surveyors,
  'GET /api/v1/survey': everyone, // with a questionnaire's link
  'POST /api/v1/survey': everyone,
  'PUT /api/v1/survey/draft': everyone,
  'POST /api/v1/survey/start': everyone,
  'GET /api/v1/coverage': everyone,
  'GET /api/v1/coverage.csv': everyone,
  'GET /api/v1/dashboard': everyone,
  'GET /api/v1/ledger': everyone,
  'GET /api/v1/meta': everyone,
  'GET /api/v1/progress': everyone,
  'GET /calendar/{city}.ics': everyone,
  'GET /checkpoint': everyone,
  'GET /data/register.csv': everyone,
  'GET /data/register.json': everyone,
  'GET /feeds/commitments.atom': everyone,
  'GET /healthz': everyone,
  'GET /metrics': everyone,
  'GET /openapi.json': everyone,
  'GET /readyz': everyone,
  'GET /tile/{level}/{number}': everyone,
  ...Object.fromEntries(
    Object.values(PATHS).flatMap((path) => [
      `GET /api/v1/${path}`,
      `POST /api/v1/${path}`,
      ...['', '/events', '/history', '/picture', '/picture/words', '/receipt', '/attachments/{sha256}'].map((part) => `GET /api/v1/${path}/{id}${part}`),
      `POST /api/v1/${path}/{id}/events`,
    ].map((route) => [route, ITEM])),
  ),
};
