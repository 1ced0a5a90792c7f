#include "engine/service/witness_client.hpp"

#include <algorithm>
#include <charconv>
#include <iostream>

#include "engine/base/text.hpp"
#include "engine/service/witness.hpp"

namespace yellowsea {
namespace {

constexpr int accepted = 200;
constexpr int other_size = 409;

// The first cosignature of the witness in its answer's lines.
Result<ledger::NoteSignature> cosignature_in(const std::string& lines, const ledger::SignedNote& note,
                                             const ledger::VerifierKey& key) {
  const auto answered = ledger::read_note(note.text + "\n" + lines);
  if (!answered) return Failure(answered.error());
  for (const ledger::NoteSignature& signature : answered->signatures) {
    if (cosigned_at(ledger::SignedNote{note.text, {signature}}, key)) return signature;
  }
  return fail(ProblemCode::refused, "cosignature", "its answer holds no valid cosignature of " + key.name);
}

}  // namespace

WitnessClient::WitnessClient(std::vector<WitnessAddress> witnesses, HttpExchange exchange)
    : exchange_(std::move(exchange)) {
  for (WitnessAddress& address : witnesses) witnesses_.push_back({std::move(address), 0, false});
}

std::vector<WitnessAddress> WitnessClient::addresses() const {
  std::vector<WitnessAddress> addresses;
  for (const Known& witness : witnesses_) addresses.push_back(witness.address);
  return addresses;
}

bool WitnessClient::is_complete(const ledger::SignedNote& note) const {
  return std::all_of(witnesses_.begin(), witnesses_.end(), [&](const Known& witness) {
    return cosigned_at(note, witness.address.key).has_value();
  });
}

ledger::SignedNote WitnessClient::cosigned(ledger::SignedNote note, const Prove& prove) {
  const auto checkpoint = ledger::read_checkpoint(note.text);
  if (!checkpoint) return note;
  for (Known& witness : witnesses_) {
    if (cosigned_at(note, witness.address.key)) continue;
    auto signature = ask(witness, note, checkpoint->size, prove);
    if (!signature && !witness.failing) {
      std::cerr << "yellowsea: the witness " << witness.address.key.name << " (" << witness.address.url
                << ") did not cosign: " << signature.error().detail << '\n';
    }
    witness.failing = !signature;
    if (signature) {
      witness.size = checkpoint->size;
      note.signatures.push_back(std::move(*signature));
    }
  }
  return note;
}

Result<ledger::NoteSignature> WitnessClient::ask(Known& witness, const ledger::SignedNote& note,
                                                 std::uint64_t size, const Prove& prove) {
  const ledger::SignedNote bare{note.text, {note.signatures.front()}};
  // A witness that knows another size says which; then it is asked once more.
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto proof = prove(witness.size);
    if (!proof) return Failure(proof.error());
    const auto answer = exchange_({"POST",
                                   witness.address.url + "/add-checkpoint",
                                   {"Content-Type: text/plain; charset=utf-8"},
                                   witness_request(witness.size, *proof, bare)});
    if (!answer) return Failure(answer.error());
    if (answer->status == accepted) return cosignature_in(answer->body, note, witness.address.key);
    const std::string known = trim(answer->body);
    std::uint64_t known_size = 0;
    const auto read = std::from_chars(known.data(), known.data() + known.size(), known_size);
    const bool another = answer->status == other_size && read.ec == std::errc{} && known_size != witness.size;
    if (!another || known_size > size) {
      return fail(ProblemCode::refused, "witness",
                  "it answered " + std::to_string(answer->status) + ": " + known.substr(0, 200));
    }
    witness.size = known_size;
  }
  return fail(ProblemCode::refused, "witness", "it names one size after another");
}

}  // namespace yellowsea
