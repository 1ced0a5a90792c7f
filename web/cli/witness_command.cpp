// yellowsea witness
#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <memory>

#include "engine/calendar/clock.hpp"
#include "engine/service/ledger_key.hpp"
#include "engine/service/witness.hpp"
#include "web/cli/context.hpp"
#include "web/cli/listen_address.hpp"
#include "web/server/server.hpp"

namespace yellowsea::web {
namespace {

struct WitnessArguments {
  std::string log;
  std::string key;
  std::string name;
  std::string state;
  std::string listen = "127.0.0.1:8090";
};

// POST /add-checkpoint, and GET /vkey for whoever sets up a log.
class WitnessApplication final : public Application {
 public:
  WitnessApplication(Witness& witness, std::string vkey) : witness_(witness), vkey_(std::move(vkey)) {}

  void handle(Request request, Reply reply) override {
    if (request.method == "GET" && request.path == "/vkey") return reply(plain(200, vkey_ + "\n"));
    if (request.path != "/add-checkpoint") return reply(plain(404, "not found\n"));
    if (request.method != "POST") return reply(plain(405, "POST only\n"));
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(SystemClock().now().time_since_epoch());
    const WitnessAnswer answer =
        witness_.add_checkpoint(request.body, static_cast<std::uint64_t>(now.count()));
    if (!answer.report.empty()) std::cerr << "yellowsea: witness: " << answer.report << std::endl;
    reply(Response{answer.status, {{"content-type", answer.media_type}}, answer.body, {}});
  }
  std::shared_ptr<LiveHandler> open_live(const Request&, std::shared_ptr<LiveConnection>,
                                         Response& refusal) override {
    refusal = plain(404, "not found\n");
    return nullptr;
  }

 private:
  static Response plain(int status, const std::string& text) {
    return Response{status, {{"content-type", "text/plain; charset=utf-8"}}, text, {}};
  }

  Witness& witness_;
  const std::string vkey_;
};

Result<ledger::VerifierKey> log_key(const std::string& text) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(text, error)) return ledger::read_verifier_key(text);
  const auto file = read_file(text);
  if (!file) return Failure(file.error());
  return ledger::read_verifier_key(*file);
}

Result<void> witness(const WitnessArguments& arguments) {
  const auto log = log_key(arguments.log);
  if (!log) return Failure(log.error());
  std::error_code error;
  auto key = std::filesystem::exists(arguments.key, error)
                 ? read_key_file(arguments.key)
                 : make_key_file(arguments.key, arguments.name, ledger::KeyKind::cosignature);
  if (!key) return Failure(key.error());
  const std::string vkey = to_text(key->verifier());
  auto opened = Witness::open(std::move(*key), *log, arguments.state);
  if (!opened) return Failure(opened.error());
  ServerOptions options;
  if (auto read = read_listen(arguments.listen, options); !read) return read;
  WitnessApplication application(*opened, vkey);
  auto server = Server::listen(options, application);
  if (!server) return Failure(server.error());
  std::cout << "listening on " << base_url(options, (*server)->port()) << '\n'
            << "cosigning " << log->name << " as " << vkey << std::endl;
  (*server)->run();
  return {};
}

}  // namespace

void add_witness_command(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand(
      "witness", "Watch somebody's log and cosign its checkpoints, one history only (C2SP tlog-witness)");
  const auto arguments = std::make_shared<WitnessArguments>();
  command->add_option("--log", arguments->log, "The log's verifier key, or a file that holds it")
      ->required()
      ->type_name("VKEY");
  command->add_option("--key", arguments->key, "The witness's secret key; made if it is missing")
      ->required()
      ->type_name("FILE");
  command->add_option("--name", arguments->name, "Name of a key that is made, such as witness.city.example")
      ->type_name("NAME");
  command->add_option("--state", arguments->state, "Where it keeps what it cosigned last")
      ->required()
      ->type_name("FILE");
  command->add_option("--listen", arguments->listen, "Address and port; port 0 picks one")
      ->type_name("ADDR:PORT");
  command->callback([&context, arguments] {
    const auto done = witness(*arguments);
    context.exit_code = done ? 0 : show(done.error());
  });
}

}  // namespace yellowsea::web
