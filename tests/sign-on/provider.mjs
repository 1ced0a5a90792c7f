// An OpenID provider (oidc-provider, certified) for tests: whom it vouches for is said by `who`, its keys can be
// changed, and what it answers to a code can be falsified on its way, signed anew as the test likes.
import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import http from 'node:http';
import Provider from 'oidc-provider';

const client = { client_id: 'yellowsea', client_secret: 'a secret between two programs & more: 100%' };
export const secret = client.client_secret;

const base64url = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

// Key sets of a provider have private parts; `kid` names a key.
export function newKey(kid) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid, privateKey, jwk: { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' } };
}

export class IdentityProvider {
  constructor() {
    this.key = newKey('first');
    this.people = {};
    this.who = null; // who sits at the provider's own sign-in page; null presses "cancel"
    this.amr = ['pwd']; // how that person showed who they are
    this.falsify = null; // (claims, header) => token, or nothing
    this.asked = []; // paths that were asked for
  }

  async start(port = 0) {
    this.server = http.createServer((request, response) => this.#answer(request, response));
    await new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    this.issuer = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  // What the configuration of the installation says of it.
  settings(secretFile, more = {}) {
    return { id: 'city', title: { en: 'Harbour City', ja: '港市' }, issuer: this.issuer, client_id: client.client_id, client_secret_file: secretFile, ...more };
  }

  // Once the installation has its address; again after a change of keys.
  serve(installation = this.installation) {
    this.installation = installation;
    const { people } = this;
    const provider = new Provider(this.issuer, {
      clients: [{ ...client, redirect_uris: [`${installation}/sign-on`] }],
      jwks: { keys: [this.key.jwk] },
      cookies: { keys: ['only for tests'] },
      claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'] },
      pkce: { methods: ['S256'], required: () => true },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (context, { uid }) => `/at-the-provider/${uid}` },
      ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      findAccount: (context, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
      // Nobody is asked whether they agree to what the city hall's own program sees.
      loadExistingGrant: async (context) => {
        const grant = new context.oidc.provider.Grant({ clientId: client.client_id, accountId: context.oidc.session.accountId });
        grant.addOIDCScope('openid email');
        await grant.save();
        return grant;
      },
    });
    this.provider = provider;
    this.callback = provider.callback();
    return this;
  }

  // The provider has new keys, and forgets the old one.
  rotate(kid) {
    this.key = newKey(kid);
    return this.serve();
  }

  async #answer(request, response) {
    const path = request.url.split('?')[0];
    this.asked.push(`${request.method} ${path}`);
    if (path.startsWith('/at-the-provider/')) {
      const result = this.who ? { login: { accountId: this.who, amr: this.amr } } : { error: 'access_denied' };
      return this.provider.interactionFinished(request, response, result);
    }
    if (path === '/token' && this.falsify) this.#intercept(response);
    this.callback(request, response);
  }

  #intercept(response) {
    const end = response.end.bind(response);
    response.end = (body) => {
      const answer = JSON.parse(body);
      if (answer.id_token) {
        const [header, claims] = answer.id_token.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')));
        answer.id_token = this.falsify(claims, header) ?? answer.id_token;
      }
      const text = JSON.stringify(answer);
      response.setHeader('content-length', Buffer.byteLength(text));
      return end(text);
    };
  }

  // ---- tokens ----

  signed(claims, header = {}, key = this.key) {
    const text = `${base64url({ alg: 'RS256', kid: this.key.kid, typ: 'JWT', ...header })}.${base64url(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), key.privateKey).toString('base64url')}`;
  }

  unsigned(claims) {
    return `${base64url({ alg: 'none', typ: 'JWT' })}.${base64url(claims)}.`;
  }

  // By the public key as if it were a shared secret.
  byPublicKey(claims, format = 'pem') {
    const key = createPublicKey(this.key.privateKey);
    const bytes = format === 'pem' ? key.export({ type: 'spki', format: 'pem' }) : JSON.stringify(key.export({ format: 'jwk' }));
    const text = `${base64url({ alg: 'HS256', kid: this.key.kid, typ: 'JWT' })}.${base64url(claims)}`;
    return `${text}.${createHmac('sha256', bytes).update(text).digest('base64url')}`;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

// A browser at the provider: follows its redirections with its cookies until one leads back; that address.
export async function visit(address, home) {
  const cookies = new Map();
  for (let at = address, turns = 0; turns < 10; ++turns) {
    if (at.startsWith(home)) return new URL(at);
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } });
    for (const line of answer.headers.getSetCookie?.() ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    if (!next) throw new Error(`${at} leads nowhere: ${answer.status} ${await answer.text()}`);
    at = new URL(next, at).href;
  }
  throw new Error('the provider sends the browser round in circles');
}
