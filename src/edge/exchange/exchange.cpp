#include "edge/exchange/exchange.hpp"

#include <algorithm>
#include <charconv>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "edge/exchange/proved.hpp"
#include "edge/exchange/receipt_store.hpp"
#include "edge/exchange/share.hpp"
#include "records/catalog/words.hpp"
#include "services/determination/import.hpp"
#include "services/determination/import_keep.hpp"

namespace leye::exchange {

struct RefusedLineShape {
    int64_t line = 0;
    std::string code;
    std::optional<std::string> column;
};
BOOST_DESCRIBE_STRUCT(RefusedLineShape, (), (line, code, column))

struct ReceiptShape {
    std::string message, sender, source, content;
    Instant received_at;
    int64_t batch = 0;
    bool known_before = false;
    int64_t rows = 0, taken = 0, replaced = 0, known = 0, retracted = 0, refused = 0;
    std::optional<int64_t> rows_said;  ///< by the sender
    std::optional<bool> rows_agree;
    std::vector<RefusedLineShape> refused_lines;  ///< at most 1,000
};
BOOST_DESCRIBE_STRUCT(ReceiptShape, (), (message, sender, source, content, received_at, batch, known_before, rows, taken, replaced, known, retracted, refused, rows_said, rows_agree, refused_lines))

struct CityTotalShape {
    std::string city;
    int64_t people = 0, people_before = 0;
};
BOOST_DESCRIBE_STRUCT(CityTotalShape, (), (city, people, people_before))

struct KindTotalShape {
    std::string kind;
    std::optional<Date> month;
    std::vector<CityTotalShape> cities;
};
BOOST_DESCRIBE_STRUCT(KindTotalShape, (), (kind, month, cities))

struct BatchTotalShape {
    int64_t batch = 0;
    std::string given_by, content;
    Instant received_at;
    int64_t rows = 0, taken = 0, replaced = 0, known = 0, retracted = 0, refused = 0;
    bool undone = false;
};
BOOST_DESCRIBE_STRUCT(BatchTotalShape, (), (batch, given_by, content, received_at, rows, taken, replaced, known, retracted, refused, undone))

struct TotalsShape {
    std::string source;
    std::vector<KindTotalShape> kinds;
    std::vector<BatchTotalShape> batches;  ///< the last 100
};
BOOST_DESCRIBE_STRUCT(TotalsShape, (), (source, kinds, batches))

namespace {

using http::Request;
using http::Response;

constexpr size_t refused_told_max = 1'000;

Result<const determination::Source*> source_of(const Request& request, const Parts& parts, const Sender& sender) {
    const auto* source = parts.sources.find(request.param("source"));
    if (!source) return refuse("fact_source_unknown", "source");
    if (!sender.sources.contains(source->code)) return refuse("exchange_source_other", "source");
    return source;
}

Result<std::optional<int64_t>> rows_said(const Request& request) {
    const auto text = request.header("x-leye-rows");
    if (!text) return std::optional<int64_t>();
    int64_t out = 0;
    const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), out);
    if (failed != std::errc() || end != text->data() + text->size() || out < 0) return refuse("exchange_rows_invalid", "X-Leye-Rows");
    return std::optional(out);
}

Response as_json(std::string text) { return {.status = 200, .content_type = "application/json; charset=utf-8", .body = std::move(text)}; }

ReceiptShape receipt_of(const Parts& parts, const Signed& by, const determination::Source& source, const determination::Imported& done, const std::string& content, std::optional<int64_t> said,
                        Instant now) {
    const auto& n = done.counts;
    ReceiptShape out{.message = by.message, .sender = by.sender->code, .source = source.code, .content = content, .received_at = now, .batch = done.batch, .known_before = done.known_before,
                     .rows = n.rows, .taken = n.taken, .replaced = n.replaced, .known = n.known, .retracted = n.retracted, .refused = n.refused, .rows_said = said};
    if (said) out.rows_agree = *said == n.rows;
    determination::each_refused(parts.db, parts.seal, done.batch, [&](std::string_view, const determination::RefusedLine& line) {
        const size_t column = line.verdict.column;
        out.refused_lines.push_back({line.line, std::string(determination::code_of(line.verdict.said)),
                                     column > 0 && column <= source.columns.size() ? std::optional(source.columns[column - 1].name) : std::nullopt});
        return out.refused_lines.size() < refused_told_max;
    });
    return out;
}

Result<Response> receive(const Request& request, const Parts& parts) {
    const auto by = proved(request, parts);
    if (!by) return tl::unexpected(by.error());
    const auto source = source_of(request, parts, *by->sender);
    if (!source) return tl::unexpected(source.error());
    const auto said = rows_said(request);
    if (!said) return tl::unexpected(said.error());
    const std::string content = text::hex(sha256(request.body));
    const auto before = parts.db.read([&](store::Connection& c) { return find_receipt(c, by->sender->code, by->message); });
    if (before) {
        if (before->content_hash != content || before->source != (*source)->code) return refuse("exchange_message_other", "X-Leye-Message");
        return as_json(before->text);
    }
    const determination::ImportOptions options{.actor = party::system_actor(), .clock = &parts.clock, .file_name = by->sender->code + "/" + by->message, .given_by = by->sender->name.zh};
    const auto done = determination::import_file(parts.db, parts.seal, parts.reference, **source, {"", request.body}, options);
    if (!done) return tl::unexpected(done.error());
    const Instant now = parts.clock.now();
    Receipt receipt{by->sender->code, by->message, (*source)->code, content, done->batch, now, {}};
    json::print_to(receipt.text, receipt_of(parts, *by, **source, *done, content, *said, now));
    return as_json(parts.db.write([&](store::Transaction& tx) { return keep_receipt(tx, receipt); }).text);
}

Result<Response> again(const Request& request, const Parts& parts) {
    const auto by = proved(request, parts);
    if (!by) return tl::unexpected(by.error());
    const auto found = parts.db.read([&](store::Connection& c) { return find_receipt(c, by->sender->code, request.param("message")); });
    if (!found) return refuse("exchange_message_unknown", "message");
    return as_json(found->text);
}

Result<Response> totals(const Request& request, const Parts& parts) {
    const auto by = proved(request, parts);
    if (!by) return tl::unexpected(by.error());
    const auto source = source_of(request, parts, *by->sender);
    if (!source) return tl::unexpected(source.error());
    return parts.db.read([&](store::Connection& c) -> Result<Response> {
        TotalsShape out{.source = (*source)->code};
        for (const auto& told : (*source)->facts) {
            KindTotalShape kind{.kind = std::string(fact::name_of(told.kind))};
            if (const auto month = fact::newest_month(c, told.kind)) {
                kind.month = month->month;
                std::set<std::string> cities;
                for (const auto* by_city : {&month->people_by_city, &month->before_by_city})
                    for (const auto& [city, _] : *by_city) cities.insert(city);
                const auto in = [](const std::map<std::string, int64_t>& of, const std::string& city) { return of.contains(city) ? of.at(city) : 0; };
                for (const auto& city : cities) kind.cities.push_back({city, in(month->people_by_city, city), in(month->before_by_city, city)});
            }
            out.kinds.push_back(std::move(kind));
        }
        for (const auto& b : fact::list_batches(c, (*source)->code, std::nullopt, 100))
            if (b.state == fact::State::done && !b.undoes)
                out.batches.push_back({b.number, b.given_by, b.content_hash, b.received_at, b.counts.rows, b.counts.taken, b.counts.replaced, b.counts.known, b.counts.retracted, b.counts.refused, b.undone_by.has_value()});
        return http::json_response(out);
    });
}

}  // namespace

void add_exchange(http::Router& router, const Parts& parts) {
    const auto add = [&](const char* method, std::string pattern, std::string summary, auto handler, http::Route route) {
        add_signed(router, parts, method, std::move(pattern), std::move(summary), handler, std::move(route));
    };
    add("POST", "/v1/exchange/facts/{source}", "Hand over facts as a signed message; sent again it gets the first receipt", receive,
        {.body_max = message_bytes_max, .response = http::schema_of<ReceiptShape>(), .request_type = "application/octet-stream", .headers_optional = {"X-Leye-Rows"}});
    add("GET", "/v1/exchange/receipts/{message}", "The receipt of a message", again, {.response = http::schema_of<ReceiptShape>()});
    add("GET", "/v1/exchange/totals/{source}", "What stands here, to compare", totals, {.response = http::schema_of<TotalsShape>()});
    add_shares(router, parts);
}

bool names_sender(const Request& request, const Senders& senders) {
    return request.path.starts_with("/v1/exchange/") && senders.find(request.header("x-leye-sender").value_or("")) != nullptr;
}

}  // namespace leye::exchange
