#include "engine/service/witness.hpp"

#include <charconv>

#include "engine/base/text.hpp"
#include "engine/ledger/merkle.hpp"
#include "engine/service/durable_file.hpp"
#include "engine/service/ledger_tree.hpp"

namespace yellowsea {
namespace {

constexpr std::size_t max_proof_lines = 63;

struct AddCheckpoint {
  std::uint64_t old_size = 0;
  std::vector<Digest> proof;
  std::string note;
};

std::optional<AddCheckpoint> parse(std::string_view request) {
  const std::size_t blank = request.find("\n\n");
  if (blank == std::string_view::npos) return std::nullopt;
  const std::vector<std::string> lines = split(request.substr(0, blank), '\n');
  AddCheckpoint asked;
  asked.note = request.substr(blank + 2);
  constexpr std::string_view mark = "old ";
  if (!lines.front().starts_with(mark) || lines.size() - 1 > max_proof_lines) return std::nullopt;
  const std::string number = lines.front().substr(mark.size());
  const auto read = std::from_chars(number.data(), number.data() + number.size(), asked.old_size);
  if (read.ec != std::errc{} || number != std::to_string(asked.old_size)) return std::nullopt;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto bytes = from_base64(lines[i]);
    if (!bytes || bytes->size() != Digest{}.size()) return std::nullopt;
    asked.proof.push_back(digest_of(*bytes));
  }
  return asked;
}

WitnessAnswer plain(int status, const std::string& sentence, std::string report = "") {
  return {status, "text/plain; charset=utf-8", sentence + "\n", std::move(report)};
}

}  // namespace

Result<Witness> Witness::open(ledger::SignerKey key, ledger::VerifierKey log, std::filesystem::path state) {
  if (key.kind != ledger::KeyKind::cosignature)
    return fail(ProblemCode::invalid, "witness_key",
                "the key " + key.name + " is not of the kind for cosignatures");
  Witness witness(std::move(key), std::move(log), std::move(state));
  std::error_code error;
  if (!std::filesystem::exists(witness.state_, error)) return witness;
  const auto text = read_whole_file(witness.state_, ledger::max_note_bytes);
  if (!text) return Failure(text.error());
  const auto note = ledger::read_note(*text);
  auto seen =
      note ? ledger::open_checkpoint(*note, witness.log_) : Result<ledger::Checkpoint>(Failure(note.error()));
  if (!seen) {
    Problem problem = seen.error();
    problem.detail = witness.state_.string() + ": " + problem.detail;
    return Failure(std::move(problem));
  }
  witness.last_ = std::move(*seen);
  return witness;
}

WitnessAnswer Witness::add_checkpoint(std::string_view request, std::uint64_t time) {
  const auto asked = parse(request);
  const auto note = asked ? ledger::read_note(asked->note)
                          : fail(ProblemCode::malformed, "request", "this is no request of add-checkpoint");
  if (!note) return plain(400, note.error().detail);
  const auto claimed = ledger::read_checkpoint(note->text);
  if (!claimed) return plain(400, claimed.error().detail);
  if (claimed->origin != log_.name) return plain(404, "the log is not known here");
  const auto checkpoint = ledger::open_checkpoint(*note, log_);
  if (!checkpoint) return plain(403, checkpoint.error().detail);
  if (asked->old_size > checkpoint->size) return plain(400, "the old size is above the new one");
  const std::string known = std::to_string(size());
  if (asked->old_size != size())
    return {409, witness_size_type, known + "\n",
            checkpoint->size < size() ? "the log came back with " + std::to_string(checkpoint->size) +
                                            " entries after it had " + known
                                      : ""};
  if (checkpoint->size == size() && last_ && checkpoint->root != last_->root)
    return {409, witness_size_type, known + "\n", "the log has two histories of " + known + " entries"};
  if (last_ && size() > 0 &&
      !ledger::verify_consistency(size(), checkpoint->size, asked->proof, last_->root, checkpoint->root)) {
    return plain(422, "the proof does not lead from the checkpoint that was cosigned before to this one",
                 "the log does not prove that it goes on from its " + known + " entries");
  }
  if (size() == 0 && !asked->proof.empty()) return plain(422, "there is nothing to prove from an empty log");
  // Never forgotten once signed: on the disk first.
  if (auto kept = replace_file(state_, to_text(*note)); !kept)
    return plain(500, "the witness cannot keep what it saw", kept.error().detail);
  last_ = *checkpoint;
  return {200, "text/plain; charset=utf-8", to_text(ledger::cosign(note->text, key_, time)), ""};
}

std::string witness_request(std::uint64_t old_size, const std::vector<Digest>& proof,
                            const ledger::SignedNote& note) {
  std::string request = "old " + std::to_string(old_size) + "\n";
  for (const Digest& digest : proof) request += to_base64(bytes_of(digest)) + "\n";
  return request + "\n" + to_text(note);
}

}  // namespace yellowsea
