#include "edge/notify/outbox.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "edge/notify/sealed.hpp"
#include "records/party/area_range.hpp"

namespace leye::notify {
namespace {

store::Blob phone_index(const seal::Seal& seal, std::string_view phone) { return {seal.blind("message.phone", phone)}; }

constexpr std::string_view columns = "select id, phone, text, state, created_at from message ";
const MessageId last = [] {
    MessageId out;
    out.value.bytes.fill(0xff);
    return out;
}();

std::vector<Message> read_all(store::Rows rows, const seal::Seal& seal) {
    std::vector<Message> out;
    while (rows.next()) {
        Message m;
        m.id = rows.get<MessageId>(0);
        m.phone_masked = text::mask(seal.decrypt(rows.get<store::Blob>(1).bytes, phone_binding(m.id.value.view())), 3, 4);
        m.text = seal.decrypt(rows.get<store::Blob>(2).bytes, text_binding(m.id.value.view()));
        m.state = rows.get<std::string>(3);
        m.created_at = rows.get<Instant>(4);
        out.push_back(std::move(m));
    }
    return out;
}

}  // namespace

void send(store::Transaction& tx, const seal::Seal& seal, Instant now, const Addressee& to, std::string_view text, Purpose purpose) {
    const auto id = MessageId::make(now);
    const bool by_phone = purpose != Purpose::notice || !to.person;
    tx.post("insert into message (id, phone, text, state, created_at, person_id, area, phone_index) values (?, ?, ?, ?, ?, ?, ?, ?)", id,
            store::Blob{seal.encrypt(to.phone, phone_binding(id.value.view()))}, store::Blob{seal.encrypt(text, text_binding(id.value.view()))},
            purpose == Purpose::code ? "code" : "shown", now, to.person, to.area, by_phone ? std::optional(phone_index(seal, to.phone)) : std::nullopt);
}

std::vector<Message> list_messages(store::Connection& c, const seal::Seal& seal, std::string_view area, std::optional<MessageId> before,
                                   int limit) {
    const MessageId bound = before.value_or(last);
    if (area.empty())
        return read_all(c.query(std::string(columns) + "where id < ? order by id desc limit ?", bound, limit), seal);
    const party::AreaRange range = party::range_of(area);
    return read_all(c.query(std::string(columns) + "where id < ? and area >= ? and area < ? order by id desc limit ?", bound, range.first, range.end, limit), seal);
}

std::vector<Message> list_messages_about(store::Connection& c, const seal::Seal& seal, std::span<const party::PersonId> ids,
                                         std::optional<MessageId> before, int limit) {
    std::vector<Message> out;
    for (const auto& id : ids) {
        auto some = read_all(c.query(std::string(columns) + "where person_id = ? and id < ? and state <> 'code' order by id desc limit ?", id,
                                     before.value_or(last), limit),
                             seal);
        std::ranges::move(some, std::back_inserter(out));
    }
    std::ranges::sort(out, std::ranges::greater(), &Message::id);
    if (std::ssize(out) > limit) out.resize(static_cast<size_t>(limit));
    return out;
}

std::optional<Message> find_latest(store::Connection& c, const seal::Seal& seal, std::string_view phone) {
    auto found = read_all(c.query(std::string(columns) + "where phone_index = ? order by id desc limit 1", phone_index(seal, phone)), seal);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

}  // namespace leye::notify
