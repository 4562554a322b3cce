// The reference: a real Express with express-session and connect-redis.
//
// The first line of stdin says what to serve, as JSON: {"redis": URL, "sites": {...}}. A site's
// name is the path it is under. What it may say:
//   session  the options of express-session; null for no sessions: a fresh {} each time
//   prefix   of the keys in Redis; null for express-session's own store in memory
//   ids      session IDs to hand out, in this order, in place of random ones
// It writes `PORT n` when it answers, and ends when stdin does.
import { createInterface } from 'node:readline'
import { RedisStore } from 'connect-redis'
import express from 'express'
import session from 'express-session'
import { createClient } from 'redis'

// What a page does to the session. tools/pages.py has the same ones in Python.
const pages = {
  plain: () => null,
  peek: (request) => request.session.views ?? 0,
  same: (request) => {
    if ('views' in request.session) request.session.views = Number(request.session.views)
  },
  nested: (request) => {
    const cart = (request.session.cart ??= {})
    cart.tea = (cart.tea ?? 0) + 1
  },
  write: (request) => {
    request.session.views = (request.session.views ?? 0) + 1
  },
  fail: (request) => {
    pages.write(request)
    throw new Error('the page that fails')
  },
  destroy: (request) => new Promise((done) => request.session.destroy(done)),
  regenerate: (request) => new Promise((done) => request.session.regenerate(done)),
  renew: async ({ session }) => {
    await new Promise((done) => session.destroy(done))
    await new Promise((done) => session.regenerate(done))
  },
  // Here only: the names that a session has before anybody writes into it.
  names: (request) => {
    const own = []
    let object = request.session
    for (; object !== Object.prototype; object = Object.getPrototypeOf(object)) {
      own.push(...Object.getOwnPropertyNames(object))
    }
    return { own, inherited: Object.getOwnPropertyNames(object) }
  },
  // Here only: counts and saves, waits until another page has ended the session, and counts again.
  slow: async ({ session, sessionID, sessionStore }) => {
    const found = () => new Promise((done) => sessionStore.get(sessionID, (_, it) => done(it)))
    session.views++
    await new Promise((done) => session.save(done))
    while (await found()) await new Promise((done) => setTimeout(done, 5))
    session.views++
  },
}

// The view counter as it is commonly published.
function counter (request, response) {
  response.type('html')
  if (request.session.views) {
    request.session.views++
    const seconds = request.session.cookie.maxAge / 1000
    response.send(`<p>Views: ${request.session.views}</p>\n<p>Expires in: ${seconds} seconds</p>`)
  } else {
    request.session.views = 1
    response.send('Welcome to this page for the first time!')
  }
}

function site ({ session: options, prefix, ids }, client) {
  const router = express.Router()
  if (options) {
    const store = prefix === null ? undefined : new RedisStore({ client, prefix })
    const genid = ids && (() => ids.shift())
    router.use(session({ ...options, ...(store && { store }), ...(genid && { genid }) }))
  } else {
    router.use((request, response, next) => {
      request.session = {}
      next()
    })
  }
  router.get('/', counter)
  for (const [name, act] of Object.entries(pages)) {
    router.get(`/${name}`, async (request, response) => {
      response.send(JSON.stringify({ saw: (await act(request)) ?? null }))
    })
  }
  return router
}

const lines = createInterface({ input: process.stdin })
lines.on('close', () => process.exit(0))
const order = JSON.parse(await new Promise((resolve) => lines.once('line', resolve)))

// RESP 2: the course's Redis in pure Python speaks nothing else.
const client = createClient({ url: order.redis, RESP: 2, socket: { reconnectStrategy: false } })
client.on('error', (error) => console.error(String(error)))
await client.connect()

const app = express()
for (const [path, options] of Object.entries(order.sites)) app.use(path, site(options, client))
const server = app.listen(0, '127.0.0.1', () => console.log(`PORT ${server.address().port}`))
server.keepAliveTimeout = 0 // whoever measures may pause
