// What XState says: runs a definition's machine through a list of events with XState's pure functions and a clock of its
// own, and answers in the form of `yellowsea workflow trace`.
import { and, assign, createMachine, getInitialMicrosteps, getMicrosteps, initialTransition, not, or, raise, stateIn, transition } from 'xstate';

// A macrostep of a machine this small that has not ended after so many microsteps never will; the engine waits longer.
const MAX_MICROSTEPS = 150;

const milliseconds = (duration) => 1000 * Number(/^PT(\d+)S$/.exec(duration)[1]);
const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

function toGuard(guard) {
  const { type, params } = guard;
  switch (type) {
    case 'all': return and(params.of.map(toGuard));
    case 'any': return or(params.of.map(toGuard));
    case 'not': return not(toGuard(params.of));
    case 'in': return stateIn(`#m.${params.state}`);
    case 'equals': {
      const field = params.path.slice('/fields/'.length);
      return ({ context }) => context[field] === params.value;
    }
    default: throw new Error(`no counterpart for the guard ${type}`);
  }
}

function toAction(action) {
  const { type, params } = action;
  switch (type) {
    case 'log': return { type: 'log', params };
    case 'raise': return raise({ type: params.event });
    case 'assign': return assign({ [params.path.slice('/fields/'.length)]: params.value });
    default: throw new Error(`no counterpart for the action ${type}`);
  }
}

// Holds, and notes whether a configuration on the way is none: XState says nothing of the way to an endless loop. A guard
// with a `check` gets the snapshot, as XState's own `stateIn` does.
let metIllegal = false;
const noting = Object.assign(() => true, {
  check: (snapshot) => {
    metIllegal ||= !isLegal(snapshot._nodes);
    return true;
  },
});

function toTransition(given) {
  if (typeof given === 'string') return given;
  const result = { ...given };
  if (given.guard) result.guard = and([noting, toGuard(given.guard)]);
  if (given.actions) result.actions = list(given.actions).map(toAction);
  return result;
}

const toTransitions = (given) => (Array.isArray(given) ? given.map(toTransition) : toTransition(given));
const mapped = (object, change) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));

function toState(state) {
  const result = { ...state };
  if (state.states) result.states = mapped(state.states, toState);
  if (state.on) result.on = mapped(state.on, toTransitions);
  if (state.after) result.after = mapped(state.after, toTransitions);
  if (state.always) result.always = toTransitions(state.always);
  if (state.onDone) result.onDone = toTransitions(state.onDone);
  if (state.entry) result.entry = list(state.entry).map(toAction);
  if (state.exit) result.exit = list(state.exit).map(toAction);
  return result;
}

export class EndlessLoop extends Error {}
// XState's own configuration lacks a parent or has two children of a compound state: it can't be followed any further.
export class IllegalConfiguration extends Error {}

function isLegal(nodes) {
  const active = new Set(nodes);
  return nodes.every((node) => {
    if (node.parent && !active.has(node.parent)) return false;
    const children = Object.values(node.states).filter((child) => child.type !== 'history');
    const count = children.filter((child) => active.has(child)).length;
    return node.type === 'compound' ? count === 1 : node.type !== 'parallel' || count === children.length;
  });
}

export class Oracle {
  constructor(definition) {
    const delays = mapped(definition.delays ?? {}, (delay) => milliseconds(delay.duration));
    this.timerOrder = [];
    this.collectDelays(definition.machine, [], delays);
    this.machine = createMachine(
      { ...toState(definition.machine), context: {}, options: { maxIterations: MAX_MICROSTEPS } },
      { delays, actions: { log: () => {} } },
    );
    this.timers = new Map(); // event type → due
    this.answers = [];
  }

  // Every delay in document order, with the milliseconds that its key means.
  collectDelays(state, path, delays) {
    for (const key of Object.keys(state.after ?? {})) {
      delays[key] ??= milliseconds(key);
      const id = ['m', ...path].join('.');
      this.timerOrder.push({ event: `xstate.after.${key}.${id}`, state: path.join('.'), delay: key });
    }
    for (const [key, child] of Object.entries(state.states ?? {})) this.collectDelays(child, [...path, key], delays);
  }

  run(lines) {
    this.now = Date.parse(lines[0].at);
    this.settle(() => initialTransition(this.machine), () => getInitialMicrosteps(this.machine), null, null);
    for (const line of lines.slice(1)) {
      const at = Date.parse(line.at);
      this.advance(at);
      this.now = at;
      if (line.type === null) this.answer(null, null, true, []);
      else this.take({ type: line.type }, line.type, null);
      this.advance(at);
    }
    return this.answers;
  }

  advance(until) {
    for (;;) {
      const due = this.timerOrder.filter((timer) => this.timers.get(timer.event) <= until);
      if (due.length === 0) return;
      const first = Math.min(...due.map((timer) => this.timers.get(timer.event)));
      const timer = due.find((each) => this.timers.get(each.event) === first);
      this.timers.delete(timer.event);
      this.now = first;
      this.take({ type: timer.event }, null, { state: timer.state, delay: timer.delay });
    }
  }

  take(event, type, timer) {
    const enabled = this.snapshot.status === 'active' && this.machine.getTransitionData(this.snapshot, event).length > 0;
    if (enabled) this.settle(() => transition(this.machine, this.snapshot, event), () => getMicrosteps(this.machine, this.snapshot, event), type, timer);
    else this.answer(type, timer, false, []);
  }

  settle(step, microsteps, type, timer) {
    // What loops only because of a configuration that is none can't be compared.
    const failure = (error) => (/Infinite loop/.test(String(error)) ? (metIllegal ? new IllegalConfiguration() : new EndlessLoop()) : error);
    metIllegal = false;
    let stepped;
    try {
      stepped = step();
    } catch (error) {
      throw failure(error);
    }
    const [snapshot, actions] = stepped;
    if (snapshot.status === 'error') throw failure(snapshot.error);
    if (!microsteps().every(([each]) => isLegal(each._nodes))) throw new IllegalConfiguration();
    this.snapshot = snapshot;
    for (const { type: action, params } of actions) {
      if (action === 'xstate.cancel') this.timers.delete(params.sendId);
      if (action === 'xstate.raise' && typeof params.delay === 'number') this.timers.set(params.event.type, this.now + params.delay);
    }
    if (snapshot.status === 'done') this.timers.clear();
    this.answer(type, timer, true, actions.filter((action) => action.type === 'log').map((action) => action.params.message));
  }

  answer(type, timer, accepted, log) {
    const leaves = this.snapshot._nodes.filter((node) => node.type === 'atomic' || node.type === 'final');
    this.answers.push({
      at: this.now,
      type,
      timer,
      accepted,
      configuration: leaves.sort((a, b) => a.order - b.order).map((node) => node.path.join('.')),
      value: this.snapshot.value,
      log,
      done: this.snapshot.status === 'done',
    });
  }
}
