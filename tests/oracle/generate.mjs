// Random definitions in the format of workflows/README.md, and random lists of events for them. What is drawn is legal
// by construction (several targets only into different regions, for example), but may loop endlessly.
import { Random } from './random.mjs';

const EVENTS = ['go', 'back', 'go.on', 'go.on.more', 'turn', 'r1'];
const DESCRIPTORS = ['go', 'back', 'go.on', 'go.*', 'go.on.*', 'turn', '*', 'r1'];
const DELAYS = ['PT1S', 'PT2S', 'PT3S', 'PT5S', 'PT8S', 'slow'];
const FIELDS = ['x', 'y'];

class Generator {
  constructor(seed) {
    this.random = new Random(seed);
    this.states = []; // {node, path, parent, region}, in document order, the root first
    this.logged = 0;
  }

  definition() {
    const machine = this.tree('compound', null, [], 0);
    machine.id = 'm';
    for (const state of this.states) if (state.node.type !== 'history') this.behave(state);
    return {
      format: 'yellowsea.workflow/1', id: 'random', version: 1,
      delays: { slow: { duration: 'PT6S' } },
      machine,
    };
  }

  // Draws the states alone: transitions need to know all of them.
  tree(type, parent, path, depth) {
    const node = {};
    const state = { node, path, parent, kind: type };
    this.states.push(state);
    if (type !== 'compound' && type !== 'atomic') node.type = type;
    if (type !== 'compound' && type !== 'parallel') return node;
    const keys = ['a', 'b', 'c', 'd'].slice(0, this.random.between(2, type === 'parallel' ? 3 : 4));
    const children = keys.map((key, index) => [key, this.childType(type, depth, index)]);
    const normal = [...keys];
    if (this.random.chance(0.3)) {
      const history = { type: 'history', history: this.random.pick(['shallow', 'deep']) };
      if (type === 'compound' && this.random.chance(0.5)) history.target = this.random.pick(normal);
      children.splice(this.random.between(0, children.length), 0, ['h', 'history', history]);
      state.history = history; // may be the first state, if it has a default
    }
    if (type === 'compound') node.initial = state.history?.target && this.random.chance(0.05) ? 'h' : this.random.pick(normal);
    node.states = {};
    for (const [key, childType, history] of children) {
      if (history) {
        this.states.push({ node: history, path: [...path, key], parent: state, kind: 'history' });
        node.states[key] = history;
      } else {
        node.states[key] = this.tree(childType, state, [...path, key], depth + 1);
      }
    }
    return node;
  }

  childType(parentType, depth, index) {
    const draw = this.random.next();
    if (depth < 3 && draw < 0.22) return 'parallel';
    if (depth < 3 && draw < 0.55) return 'compound';
    if (parentType === 'compound' && index > 0 && draw > (depth === 0 ? 0.94 : 0.78)) return 'final';
    return 'atomic';
  }

  behave(state) {
    const { node } = state;
    if (this.random.chance(0.5)) node.entry = this.actions(`+${state.path.join('.')}`);
    if (this.random.chance(0.5)) node.exit = this.actions(`-${state.path.join('.')}`);
    if (state.kind === 'final') return;
    if (this.random.chance(state.parent ? 0.7 : 0.4)) {
      node.on = {};
      for (let i = this.random.between(1, 3); i > 0; --i) node.on[this.random.pick(DESCRIPTORS)] = this.transitions(state);
    }
    if (state.kind !== 'atomic' && this.random.chance(0.6)) node.onDone = this.transitions(state);
    if (this.random.chance(0.06)) node.always = [this.eventless(state)];
    if (this.random.chance(0.3)) {
      node.after = {};
      for (let i = this.random.between(1, 2); i > 0; --i) node.after[this.random.pick(DELAYS)] = this.transitions(state);
    }
  }

  transitions(state) {
    const draw = this.random.next();
    if (draw < 0.04) return [];
    if (draw < 0.08) return {};
    if (draw < 0.25) return this.written(state, this.random.pick(this.states.slice(1)));
    if (draw < 0.6) return this.transition(state, false);
    return Array.from({ length: this.random.between(1, 3) }, () => this.transition(state, false));
  }

  transition(state, guarded) {
    const transition = {};
    const draw = this.random.next();
    if (draw < 0.68) transition.target = this.written(state, this.random.pick(this.states.slice(1)));
    else if (draw < 0.84) transition.target = this.severalTargets(state);
    if (transition.target === undefined) delete transition.target;
    if (this.random.chance(0.25)) transition.reenter = true;
    if (guarded || this.random.chance(0.35)) transition.guard = this.guard(2);
    if (this.random.chance(0.4)) transition.actions = this.actions('t');
    return transition;
  }

  // Mostly one that can't loop: forward in the document, or without target and assignment.
  eventless(state) {
    const transition = this.transition(state, true);
    if (this.random.chance(0.03)) return transition;
    const later = this.states.slice(this.states.indexOf(state) + 1).filter((each) => each.kind !== 'history');
    if (transition.target && later.length > 0) transition.target = `#m.${this.random.pick(later).path.join('.')}`;
    else delete transition.target;
    if (!transition.target && transition.actions) transition.actions = transition.actions.filter((action) => action.type === 'log');
    return transition;
  }

  // One state in each of two regions of a parallel state.
  severalTargets(state) {
    const parallels = this.states.filter((each) => each.kind === 'parallel');
    if (parallels.length === 0) return undefined;
    const parallel = this.random.pick(parallels);
    const within = (region) => this.states.filter((each) => each.path.slice(0, region.path.length).join('.') === region.path.join('.'));
    const regions = this.states.filter((each) => each.parent === parallel && each.kind !== 'history');
    const first = this.random.between(0, regions.length - 2);
    const second = this.random.between(first + 1, regions.length - 1);
    return [regions[first], regions[second]].map((region) => this.written(state, this.random.pick(within(region))));
  }

  // One of the ways in which a target can be written.
  written(source, target) {
    const ways = [`#m.${target.path.join('.')}`];
    const inside = (base) => base && target.path.length > base.path.length && base.path.every((key, i) => target.path[i] === key);
    const below = (base) => target.path.slice(base.path.length).join('.');
    if (inside(source)) ways.push(`.${below(source)}`);
    if (inside(source.parent)) ways.push(below(source.parent));
    return this.random.pick(ways);
  }

  guard(depth) {
    const draw = this.random.next();
    if (depth > 0 && draw < 0.12) return { type: 'not', params: { of: this.guard(depth - 1) } };
    if (depth > 0 && draw < 0.24) {
      const of = Array.from({ length: this.random.between(1, 2) }, () => this.guard(depth - 1));
      return { type: this.random.pick(['all', 'any']), params: { of } };
    }
    if (draw < 0.5) {
      const states = this.states.slice(1).filter((each) => each.kind !== 'history');
      return { type: 'in', params: { state: this.random.pick(states).path.join('.') } };
    }
    return { type: 'equals', params: { path: `/fields/${this.random.pick(FIELDS)}`, value: this.random.between(0, 2) } };
  }

  actions(place) {
    const list = [{ type: 'log', params: { message: `${place}#${++this.logged}` } }];
    if (this.random.chance(0.35)) {
      list.push({ type: 'assign', params: { path: `/fields/${this.random.pick(FIELDS)}`, value: this.random.between(0, 2) } });
    }
    if (this.random.chance(0.02)) list.push({ type: 'raise', params: { event: this.random.pick(['r1', 'turn']) } });
    return this.random.chance(0.5) ? list : list.reverse();
  }
}

export function generateDefinition(seed) {
  return new Generator(seed).definition();
}

const START = Date.UTC(2026, 0, 1);

export function generateEvents(seed, count) {
  const random = new Random(seed ^ 0x5bd1e995);
  const lines = [];
  let at = START;
  for (let i = 0; i < count; ++i) {
    const type = i === 0 || random.chance(0.15) ? null : random.pick(EVENTS);
    lines.push({ at: new Date(at).toISOString().replace('.000Z', 'Z'), type });
    at += 1000 * random.pick([0, 0, 1, 1, 2, 3, 5, 9]);
  }
  return lines;
}
