#include "edge/notify/outbox.hpp"

#include "base/text.hpp"
#include "edge/notify/sealed.hpp"

namespace leye::notify {
namespace {

store::Blob phone_index(const seal::Seal& seal, std::string_view phone) { return {seal.blind("message.phone", phone)}; }

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

void send(store::Transaction& tx, const seal::Seal& seal, Instant now, std::string_view phone,
          std::string_view text, Purpose purpose) {
    const auto id = MessageId::make(now);
    tx.post("insert into message (phone_index, id, phone, text, state, created_at) values (?, ?, ?, ?, ?, ?)",
            phone_index(seal, phone), id, store::Blob{seal.encrypt(phone, phone_binding(id.value.view()))},
            store::Blob{seal.encrypt(text, text_binding(id.value.view()))}, purpose == Purpose::code ? "code" : "shown", now);
}

std::vector<Message> list_messages(store::Connection& c, const seal::Seal& seal, std::optional<MessageId> before,
                                   int limit) {
    if (!before)
        return read_all(c.query("select id, phone, text, state, created_at from message order by id desc limit ?", limit), seal);
    return read_all(c.query("select id, phone, text, state, created_at from message where id < ? order by id desc limit ?",
                            *before, limit),
                    seal);
}

std::vector<Message> list_messages_to(store::Connection& c, const seal::Seal& seal, std::string_view phone, int limit) {
    return read_all(c.query("select id, phone, text, state, created_at from message where phone_index = ? and state <> 'code' order by id desc limit ?",
                            phone_index(seal, phone), limit),
                    seal);
}

std::optional<Message> find_latest(store::Connection& c, const seal::Seal& seal, std::string_view phone) {
    auto found = read_all(c.query("select id, phone, text, state, created_at from message where phone_index = ? order by id desc limit 1",
                                  phone_index(seal, phone)),
                          seal);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

}  // namespace leye::notify
