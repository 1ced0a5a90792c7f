#include "web/routes/live_hub.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/service/audience.hpp"
#include "engine/service/item_replay.hpp"
#include "engine/service/people.hpp"
#include "engine/service/record.hpp"
#include "engine/service/store_repository.hpp"
#include "engine/service/views.hpp"
#include "web/routes/live_request.hpp"

namespace yellowsea::web {
namespace {

// Messages sent before waiting until they are out: less than half of what the queue of a client holds. One
// event can lead to hundreds in one commit (a memorandum enters into force); nobody must be dropped for that.
constexpr std::size_t messages_at_once = 30;
// Stored events looked at before other requests have their turn: about as long as one of them takes.
constexpr std::size_t rows_at_once = 64;

// What was sent live while a filter was set.
struct Sent {
  LiveFilter filter;
  std::int64_t after = 0;
  std::int64_t until = 0;
};

bool share(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  return std::any_of(left.begin(), left.end(), [&](const auto& token) {
    return std::binary_search(right.begin(), right.end(), token);
  });
}

bool fits(const LiveFilter& filter, const machine::Item& item, const Pack& pack) {
  if (!filter.kind.empty() && filter.kind != item.kind) return false;
  const auto& fields = pack.list(item.kind).filters;
  return std::all_of(filter.parameters.begin(), filter.parameters.end(), [&](const auto& parameter) {
    if (parameter.first == item.kind) return parameter.second == item.id;
    const auto field = fields.find(parameter.first);
    return field != fields.end() && machine::matches(item, {{field->second, {Json(parameter.second)}}});
  });
}

}  // namespace

// Shared by the hub, the writer's thread (publish) and the clients.
struct LiveHub::State {
  State(store::Session& session, const Pack& its_pack, const Definitions& its_definitions,
        const Clock& its_clock)
      : reader(session), pack(its_pack), definitions(its_definitions), clock(its_clock) {}
  store::Session& reader;
  const Pack& pack;
  const Definitions& definitions;
  const Clock& clock;
  mutable std::mutex mutex;
  std::int64_t head = 0;  // last published
  std::set<std::shared_ptr<Client>> clients;
  std::unique_ptr<Turns> turns;  // of those that catch up, by address; set before the server runs
};

class LiveHub::Client final : public LiveHandler, public std::enable_shared_from_this<Client> {
 public:
  Client(std::shared_ptr<State> state, Caller caller, std::string address,
         std::shared_ptr<LiveConnection> connection)
      : state_(std::move(state)),
        caller_(std::move(caller)),
        address_(std::move(address)),
        session_hash_(caller_.session_hash),
        tokens_(tokens_of(caller_)),
        connection_(std::move(connection)) {}

  void on_message(std::string_view text) override {
    auto request = read_live_request(text);
    if (!request) return refuse();
    {
      const std::lock_guard lock(state_->mutex);
      sent_ = {std::move(filter_), live_from_, last_sent_};
      filter_ = std::move(request->filter);
      live_from_ = last_sent_ = state_->head;
      if (request->since) {
        cursor_ = *request->since;
        catching_up_ = true;
      }
    }
    if (request->since) catch_up_in_turn();
  }

  void on_drained() override {
    bool behind = false;
    {
      const std::lock_guard lock(state_->mutex);
      behind = catching_up_;
      waiting_ = 0;
    }
    unread_ = 0;
    if (behind) catch_up_in_turn();
  }

  // An open stream is no use of a session: who has left the screen is not told for ever.
  void on_ping() override {
    std::string session_hash;
    {
      const std::lock_guard lock(state_->mutex);
      session_hash = session_hash_;
    }
    try {
      if (!People::still_counts(state_->reader, state_->pack, caller_, session_hash, state_->clock.now()))
        end();
    } catch (const std::exception&) {
      connection_->close(1011);
    }
  }

  void on_close() override {
    const std::lock_guard lock(state_->mutex);
    state_->clients.erase(shared_from_this());
  }

  // Under the state's lock, on the writer's thread.
  void offer(std::int64_t seq, const machine::Item& item, const std::vector<std::string>& readers,
             const std::shared_ptr<const std::string>& text) {
    if (catching_up_ || !share(readers, tokens_) || !fits(filter_, item, state_->pack)) return;
    if (waiting_ >= messages_at_once) {
      // The rest is read from the store, from this one on, when those are out.
      catching_up_ = true;
      cursor_ = seq - 1;
      return;
    }
    ++waiting_;
    last_sent_ = seq;
    connection_->send(text);
  }

  // Under the state's lock, before it is known to publish().
  void begin() { live_from_ = last_sent_ = state_->head; }
  const std::string& session_hash() const { return session_hash_; }
  std::int64_t person() const { return caller_.person; }
  const std::string& token_hash() const { return caller_.token_hash; }
  void renew(const std::string& session_hash) { session_hash_ = session_hash; }
  void end() { connection_->close(1008); }

 private:
  void refuse() { connection_->close(1007); }

  // A long log, or many who read it, must not hold up the requests of this thread.
  void catch_up_in_turn() {
    if (state_->turns == nullptr) return catch_up();
    if (std::exchange(waits_for_turn_, true)) return;
    state_->turns->add(address_, [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (self == nullptr) return;
      self->waits_for_turn_ = false;
      self->catch_up();
    });
  }

  // Sends what was missed, a few at a time; once nothing is left, live messages go on from there.
  void catch_up() {
    try {
      catch_up_for_a_turn();
    } catch (const std::exception&) {
      connection_->close(1011);  // the log cannot be read now; the client comes back
    }
  }

  // After some rows others have their turn.
  void catch_up_for_a_turn() {
    std::size_t rows = 0;
    while (unread_ < messages_at_once) {
      std::int64_t head = 0;
      {
        const std::lock_guard lock(state_->mutex);
        head = state_->head;
        if (cursor_ >= head) {
          catching_up_ = false;
          return;
        }
      }
      if (rows >= rows_at_once && state_->turns != nullptr) return catch_up_in_turn();
      const std::int64_t until =
          std::min<std::int64_t>(head, cursor_ + static_cast<std::int64_t>(rows_at_once));
      const std::int64_t before = cursor_;
      const std::size_t sent = send_stored(until, messages_at_once - unread_);
      unread_ += sent;
      rows += static_cast<std::size_t>(cursor_ - before);
    }
  }

  std::size_t send_stored(std::int64_t head, std::size_t at_most) {
    std::size_t sent = 0;
    store::Session& reader = state_->reader;
    if (const auto begun = reader.begin(); !begun) throw store::StoreFailure(begun.error());
    const std::unique_ptr<store::Session, void (*)(store::Session*)> ended(
        &reader, [](store::Session* session) { session->rollback(); });
    StoreRepository repository(reader, state_->pack, state_->definitions);
    reader.each_event(cursor_, head, [&](const store::EventRow& row) {
      cursor_ = row.seq;
      if (const auto text = stored_message(row, repository)) {
        connection_->send(text);
        ++sent;
      }
      return sent < at_most;
    });
    return sent;
  }

  std::shared_ptr<const std::string> stored_message(const store::EventRow& row, StoreRepository& repository) {
    const auto event =
        decode_event(row, [&](const std::string& hash) { return state_->reader.content(hash); });
    const machine::ItemPtr now = repository.find(row.kind, row.id);
    if (!event || now == nullptr) return nullptr;
    const auto then = as_after(*now, *event, state_->definitions);
    if (!then || !may_read(caller_, *then)) return nullptr;
    if (!fits(filter_, *then, state_->pack)) return nullptr;
    // It was sent live before the client said since when.
    if (row.seq > sent_.after && row.seq <= sent_.until && fits(sent_.filter, *then, state_->pack))
      return nullptr;
    return std::make_shared<const std::string>(to_text(live_view(row.seq, *event, *then)));
  }

  std::shared_ptr<State> state_;
  const Caller caller_;
  const std::string address_;
  std::string session_hash_;  // guarded by the state's mutex: a session may get another token
  const std::vector<std::string> tokens_;
  std::shared_ptr<LiveConnection> connection_;
  LiveFilter filter_;  // guarded by the state's mutex for writing; read by the I/O thread and under the lock
  bool catching_up_ = false;  // guarded by the state's mutex
  std::size_t waiting_ = 0;   // sent live and perhaps not out yet; guarded by the state's mutex
  std::int64_t cursor_ =
      0;  // last stored event looked at; of the I/O thread while catching up, else under the lock
  std::int64_t live_from_ = 0;   // head when the filter was set
  std::int64_t last_sent_ = 0;   // live; guarded by the state's mutex
  Sent sent_;                    // under the filter before; I/O thread
  std::size_t unread_ = 0;       // missed messages sent since everything was out; I/O thread
  bool waits_for_turn_ = false;  // I/O thread
};

LiveHub::LiveHub(store::Session& reader, const Pack& pack, const Definitions& definitions, const Clock& clock)
    : state_(std::make_shared<State>(reader, pack, definitions, clock)) {
  state_->head = reader.last_seq();
}

LiveHub::~LiveHub() {
  const std::lock_guard lock(state_->mutex);
  state_->clients.clear();
}

void LiveHub::take_turns_by(Turns::Post post) { state_->turns = std::make_unique<Turns>(std::move(post)); }

void LiveHub::publish(const std::vector<Recorded>& recorded) {
  const std::lock_guard lock(state_->mutex);
  for (const Recorded& one : recorded) {
    state_->head = std::max(state_->head, one.seq);
    if (state_->clients.empty()) continue;
    const auto text = std::make_shared<const std::string>(to_text(live_view(one.seq, one.event, *one.item)));
    const auto readers = reader_tokens(*one.item);
    for (const auto& client : state_->clients) client->offer(one.seq, *one.item, readers, text);
  }
}

std::shared_ptr<LiveHandler> LiveHub::open(Caller caller, std::string address,
                                           std::shared_ptr<LiveConnection> connection) {
  auto client =
      std::make_shared<Client>(state_, std::move(caller), std::move(address), std::move(connection));
  const std::lock_guard lock(state_->mutex);
  client->begin();
  state_->clients.insert(client);
  return client;
}

void LiveHub::end_session(const std::string& session_hash) {
  if (session_hash.empty()) return;
  const std::lock_guard lock(state_->mutex);
  for (const auto& client : state_->clients) {
    if (client->session_hash() == session_hash) client->end();
  }
}

void LiveHub::end_person(std::int64_t person) {
  if (person == 0) return;
  const std::lock_guard lock(state_->mutex);
  for (const auto& client : state_->clients) {
    if (client->person() == person) client->end();
  }
}

void LiveHub::end_token(const std::string& token_hash) {
  if (token_hash.empty()) return;
  const std::lock_guard lock(state_->mutex);
  for (const auto& client : state_->clients) {
    if (client->token_hash() == token_hash) client->end();
  }
}

void LiveHub::renew_session(const std::string& session_hash, const std::string& renewed_hash) {
  if (session_hash.empty()) return;
  const std::lock_guard lock(state_->mutex);
  for (const auto& client : state_->clients) {
    if (client->session_hash() == session_hash) client->renew(renewed_hash);
  }
}

std::size_t LiveHub::streams_of(const Caller& caller) const {
  if (!caller.signed_in()) return 0;
  const std::lock_guard lock(state_->mutex);
  return static_cast<std::size_t>(
      std::count_if(state_->clients.begin(), state_->clients.end(), [&](const auto& client) {
        return caller.by_token ? client->token_hash() == caller.token_hash
                               : client->session_hash() == caller.session_hash;
      }));
}

std::size_t LiveHub::clients() const {
  const std::lock_guard lock(state_->mutex);
  return state_->clients.size();
}

}  // namespace yellowsea::web
