#include "edge/exchange/receipt_store.hpp"

namespace leye::exchange {

std::optional<Receipt> find_receipt(store::Connection& c, std::string_view sender, std::string_view message) {
    auto rows = c.query("select source, content_hash, batch, received_at, receipt from exchange_receipt where sender = ? and message = ?", sender, message);
    if (!rows.next()) return std::nullopt;
    return Receipt{std::string(sender),          std::string(message),       rows.get<std::string>(0), rows.get<std::string>(1),
                   rows.get<int64_t>(2), rows.get<Instant>(3), rows.get<std::string>(4)};
}

Receipt keep_receipt(store::Transaction& tx, const Receipt& r) {
    tx.execute("insert into exchange_receipt (sender, message, source, content_hash, batch, received_at, receipt) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing", r.sender,
               r.message, r.source, r.content_hash, r.batch, r.received_at, r.text);
    return *find_receipt(tx, r.sender, r.message);
}

}  // namespace leye::exchange
