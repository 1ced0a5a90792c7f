#include "engine/service/receipt.hpp"

#include "engine/base/hash.hpp"
#include "engine/service/ledger_tree.hpp"
#include "engine/service/record.hpp"
#include "engine/service/record_format.hpp"

namespace yellowsea {
namespace {

// The texts that a body names by their hash.
void collect_texts(store::Session& session, const Json& value, Json& texts) {
  if (value.is_object() && value.contains("$sha256") && value.at("$sha256").is_string()) {
    const auto hash = value.at("$sha256").get<std::string>();
    if (const auto text = session.content(hash)) texts[hash] = *text;
  } else if (value.is_structured()) {
    for (const Json& inner : value) collect_texts(session, inner, texts);
  }
}

Failure no_receipt(const std::string& why) {
  return fail(ProblemCode::malformed, "receipt", "this is no receipt: " + why);
}

Result<Json> parse(std::string_view text) {
  const auto json = read_json(text, stored_limits(max_receipt_bytes));
  if (!json) {
    return no_receipt("line " + std::to_string(json.error().place.line) + ", column " +
                      std::to_string(json.error().place.column) + ": " + json.error().detail);
  }
  if (!json->is_object() || json->value("format", Json()) != receipt_format)
    return no_receipt(std::string("its \"format\" is not ") + receipt_format);
  for (const char* member : {"entry", "event", "checkpoint"}) {
    if (!json->contains(member) || !json->at(member).is_string())
      return no_receipt(std::string("\"") + member + "\" must be a text");
  }
  if (!json->contains("index") || !json->at("index").is_number_unsigned())
    return no_receipt("\"index\" must be a whole number");
  if (!json->contains("proof") || !json->at("proof").is_array() || json->at("proof").size() > 64)
    return no_receipt("\"proof\" must be a list of at most 64 hashes");
  return *json;
}

Result<std::vector<Digest>> proof_of(const Json& receipt) {
  std::vector<Digest> proof;
  for (const Json& each : receipt.at("proof")) {
    const auto bytes = each.is_string() ? from_base64(each.get<std::string>()) : std::nullopt;
    if (!bytes || bytes->size() != Digest{}.size())
      return no_receipt("\"proof\" must hold base64 of 32 bytes");
    proof.push_back(digest_of(*bytes));
  }
  return proof;
}

// That the entry speaks of this event.
Result<void> check_event(const Json& receipt, const Json& entry) {
  const auto event = receipt.at("event").get<std::string>();
  store::EventRow row;
  row.body = event;
  row.entry = receipt.at("entry").get<std::string>();
  if (entry.contains("hash")) {
    const auto salt = from_hex(receipt.value("salt", std::string()));
    if (!salt) return no_receipt("\"salt\" must be hexadecimal digits");
    if (entry.at("hash") == to_hex(sha256(*salt, event))) return {};
  } else {
    const std::string expected = "{\"v\":1,\"at\":\"" + entry.value("at", std::string()) +
                                 "\",\"recorded_at\":\"" + entry.value("recorded_at", std::string()) +
                                 "\",\"event\":" + event + "}";
    if (expected == row.entry) return {};
  }
  return fail(ProblemCode::refused, "event",
              "the receipt's event is not the one that the log's entry speaks of");
}

Result<void> check_texts(const Json& receipt) {
  const Json texts = receipt.value("texts", Json::object());
  if (!texts.is_object()) return no_receipt("\"texts\" must be an object");
  for (const auto& [hash, text] : texts.items()) {
    if (!text.is_string() || to_hex(sha256(text.get<std::string>())) != hash)
      return fail(ProblemCode::refused, "text", "the text " + hash + " is another one than the event names");
  }
  return {};
}

}  // namespace

Result<Json> make_receipt(store::Session& session, const store::EventRow& row, const ledger::SignedNote& note,
                          const ledger::VerifierKey& key) {
  const auto checkpoint = ledger::read_checkpoint(note.text);
  if (!checkpoint) return Failure(checkpoint.error());
  const auto index = static_cast<std::uint64_t>(row.seq) - 1;
  // A checkpoint may also be newer than the snapshot.
  if (index >= checkpoint->size || checkpoint->size > static_cast<std::uint64_t>(session.last_seq())) {
    return fail(ProblemCode::unavailable, "not_sealed",
                "the event is not under a signed checkpoint yet; ask again in a second");
  }
  Json proof = Json::array();
  ledger::TileTree tree = tree_of(session, checkpoint->size);
  for (const Digest& digest : tree.inclusion_proof(index)) proof.push_back(to_base64(bytes_of(digest)));
  Json receipt{{"format", receipt_format}, {"entry", row.entry},        {"event", row.body},
               {"index", index},           {"proof", std::move(proof)}, {"checkpoint", to_text(note)},
               {"vkey", to_text(key)},     {"texts", Json::object()}};
  if (form_of(row) == EntryForm::hashed) receipt["salt"] = to_hex(row.body_salt);
  if (const auto body = read_json(row.body, stored_limits(4 * max_event_bytes)))
    collect_texts(session, *body, receipt["texts"]);
  return receipt;
}

Result<ReceiptReading> check_receipt(std::string_view text, const ledger::VerifierKey& key) {
  const auto receipt = parse(text);
  if (!receipt) return Failure(receipt.error());
  const auto note = ledger::read_note(receipt->at("checkpoint").get<std::string>());
  if (!note) return Failure(note.error());
  ReceiptReading reading;
  auto checkpoint = ledger::open_checkpoint(*note, key);
  if (!checkpoint) return Failure(checkpoint.error());
  reading.checkpoint = *checkpoint;
  reading.index = receipt->at("index").get<std::uint64_t>();
  const auto proof = proof_of(*receipt);
  if (!proof) return Failure(proof.error());
  const auto entry_text = receipt->at("entry").get<std::string>();
  if (!ledger::verify_inclusion(ledger::leaf_hash(entry_text), reading.index, checkpoint->size, *proof,
                                checkpoint->root)) {
    return fail(ProblemCode::refused, "inclusion",
                "the entry is not in the log that the checkpoint speaks of");
  }
  const auto entry = read_json(entry_text, stored_limits(4 * max_event_bytes));
  const auto event = read_json(receipt->at("event").get<std::string>(), stored_limits(4 * max_event_bytes));
  if (!entry || !entry->is_object()) return no_receipt("its entry is no JSON object");
  if (!event || !event->is_object()) return no_receipt("its event is no JSON object");
  if (auto same = check_event(*receipt, *entry); !same) return Failure(same.error());
  if (auto same = check_texts(*receipt); !same) return Failure(same.error());
  reading.kind = event->value("kind", std::string());
  reading.id = event->value("id", std::string());
  reading.type = event->value("type", std::string());
  reading.version = event->value("version", std::int64_t{0});
  reading.at = entry->value("at", std::string());
  reading.recorded_at = entry->value("recorded_at", std::string());
  for (const ledger::NoteSignature& signature : note->signatures) {
    if (signature.name != key.name) reading.others.push_back(signature.name);
  }
  return reading;
}

}  // namespace yellowsea
