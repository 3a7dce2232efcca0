#include "base/json.hpp"
#include "edge/session/idempotency.hpp"

namespace leye::session {
namespace {

std::string binding(const RepeatKey& key) { return "idempotency.answer:" + key.actor_index + key.key; }

struct KeptShape {
    int status = 200;
    std::string content_type, body;
    std::optional<std::string> location, etag;
};
BOOST_DESCRIBE_STRUCT(KeptShape, (), (status, content_type, body, location, etag))

struct Row {
    std::string request_index;
    std::optional<store::Blob> answer;
};

std::optional<Row> find_row(store::Transaction& tx, const RepeatKey& key) {
    auto rows = tx.query("select request_index, answer from idempotency where actor_index = ? and request_key = ?",
                         store::Blob{key.actor_index}, key.key);
    if (!rows.next()) return std::nullopt;
    return Row{rows.get<store::Blob>(0).bytes, rows.get<std::optional<store::Blob>>(1)};
}

}  // namespace

Result<RepeatKey> repeat_key(const seal::Seal& seal, std::string_view actor, std::string_view key,
                             std::string_view what, std::string_view body) {
    if (key.empty() || key.size() > 128) return refuse("idempotency_missing");
    std::string request(what);
    request += '\n';
    request += body;
    return RepeatKey{seal.blind("idempotency.actor", actor), std::string(key), seal.blind("idempotency.request", request)};
}

Result<std::optional<http::Response>> find_answer(store::Transaction& tx, const seal::Seal& seal, const RepeatKey& key,
                                                  Instant now) {
    constexpr int64_t day_ms = 86'400'000;
    auto row = find_row(tx, key);
    if (!row) {
        const bool ours = tx.execute(
                              "insert into idempotency (actor_index, request_key, request_index, created_at) values "
                              "(?, ?, ?, ?) on conflict do nothing",
                              store::Blob{key.actor_index}, key.key, store::Blob{key.request_index}, now) == 1;
        if (ours) return std::nullopt;
        row = find_row(tx, key);  // another writer was first
        if (!row) throw Fault("a repeated request met its first in the middle");
    } else if (tx.execute("delete from idempotency where actor_index = ? and request_key = ? and created_at < ?",
                          store::Blob{key.actor_index}, key.key, now.plus_ms(-day_ms))) {
        return find_answer(tx, seal, key, now);
    }
    if (row->request_index != key.request_index) return refuse("idempotency_conflict");
    expect(row->answer.has_value(), "a kept key has its answer");
    auto kept = json::read_text<KeptShape>(seal.decrypt(row->answer->bytes, binding(key)));
    expect(kept.has_value(), "a kept answer can be read");
    http::Response out{.status = kept->status, .content_type = std::move(kept->content_type), .body = std::move(kept->body)};
    if (kept->location) out.with("Location", *kept->location);
    if (kept->etag) out.with("ETag", *kept->etag);
    return std::move(out).with("Idempotency-Replayed", "true");
}

void keep_answer(store::Transaction& tx, const seal::Seal& seal, const RepeatKey& key, const http::Response& answer) {
    KeptShape kept{answer.status, answer.content_type, answer.content(), {}, {}};
    if (const auto* value = answer.find_header("location")) kept.location = *value;
    if (const auto* value = answer.find_header("etag")) kept.etag = *value;
    const store::Blob sealed{seal.encrypt(json::print(json::write(kept)), binding(key))};
    const auto changed = tx.execute("update idempotency set answer = ? where actor_index = ? and request_key = ?", sealed,
                                    store::Blob{key.actor_index}, key.key);
    expect(changed == 1, "an answer is kept for a key that find_answer gave");
}

}  // namespace leye::session
