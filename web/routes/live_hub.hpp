// Tells live clients what has been recorded: only what each may see, in order, without gaps or repeats.
// publish() is called on the writer's thread after each commit; everything else runs on the server's I/O
// thread. What ends a session or token also ends its streams; what merely runs out is noticed at the next
// ping.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/calendar/clock.hpp"
#include "engine/service/caller.hpp"
#include "engine/service/definitions.hpp"
#include "engine/service/recorder.hpp"
#include "web/server/http.hpp"
#include "web/server/turns.hpp"

namespace yellowsea::web {

class LiveHub {
 public:
  // Of one session or token: a page has one while it is seen, so this is windows side by side.
  static constexpr std::size_t kStreamsOfSession = 3;

  // `reader` belongs to the I/O thread.
  LiveHub(store::Session& reader, const Pack& pack, const Definitions& definitions, const Clock& clock);
  ~LiveHub();
  // Lets a piece of work wait for its turn on the I/O thread; set before the server runs. Without it,
  // catching up never lets others have theirs.
  void take_turns_by(Turns::Post post);
  void publish(const std::vector<Recorded>& recorded);
  // A new client; it gets nothing before it has subscribed. Clients that catch up do so in turn by `address`.
  std::shared_ptr<LiveHandler> open(Caller caller, std::string address,
                                    std::shared_ptr<LiveConnection> connection);
  // Ends the live streams of a session (signed out, disabled). Any thread.
  void end_session(const std::string& session_hash);
  // Ends all of a person's, also those of tokens (disabled, another password). Any thread.
  void end_person(std::int64_t person);
  // Ends those of a token (revoked). Any thread.
  void end_token(const std::string& token_hash);
  // A session goes on under another token: so do its streams. Any thread.
  void renew_session(const std::string& session_hash, const std::string& renewed_hash);
  // How many streams the caller's session or token has; those of the public are nobody's.
  std::size_t streams_of(const Caller& caller) const;
  std::size_t clients() const;

 private:
  class Client;
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace yellowsea::web
