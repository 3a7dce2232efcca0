#include "edge/exchange/share.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "edge/exchange/proved.hpp"
#include "edge/exchange/receipt_store.hpp"
#include "records/catalog/determination.hpp"
#include "records/party/person.hpp"
#include "records/party/read_log.hpp"
#include "services/determination/finding_store.hpp"

namespace leye::exchange {

struct SharedRowShape {
    std::string document_type, document_number, outcome, reason, state, area;
    Date since;
};
BOOST_DESCRIBE_STRUCT(SharedRowShape, (), (document_type, document_number, outcome, reason, state, area, since))

struct SharePageShape {
    std::string determination;
    catalog::Words name;
    std::vector<SharedRowShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(SharePageShape, (), (determination, name, rows, next_cursor))

struct ShareTotalShape {
    std::string city;  ///< six digits; empty where nobody knows where they live
    int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(ShareTotalShape, (), (city, people))

struct ShareTotalsShape {
    std::string determination;
    Date day;
    int64_t people = 0;
    std::vector<ShareTotalShape> cities;
};
BOOST_DESCRIBE_STRUCT(ShareTotalsShape, (), (determination, day, people, cities))

struct CountedShape {
    std::vector<ShareTotalShape> cities;
};
BOOST_DESCRIBE_STRUCT(CountedShape, (), (cities))

struct ShareDifferenceShape {
    std::string city;
    int64_t here = 0, there = 0;
};
BOOST_DESCRIBE_STRUCT(ShareDifferenceShape, (), (city, here, there))

struct ReconciledShape {
    std::string message, determination;
    Instant at;
    bool agree = false;
    int64_t here = 0, there = 0;
    std::vector<ShareDifferenceShape> differences;
};
BOOST_DESCRIBE_STRUCT(ReconciledShape, (), (message, determination, at, agree, here, there, differences))

namespace {

using determination::Finding;
using http::Request;
using http::Response;

Result<const catalog::Determination*> share_of(const Request& request, const Parts& parts, const Sender& sender) {
    const auto* d = parts.catalog->find_determination(request.param("determination"), parts.clock.now().date());
    if (!d || !d->kept) return refuse("determination_unknown", "determination");
    if (!sender.shares.contains(d->code)) return refuse("exchange_share_other", "determination");
    return d;
}

// Nothing where the person has no document that others know by: a file that was merged away.
std::optional<SharedRowShape> row_of(party::Context& at, const Finding& f) {
    const auto person = party::find_person(at.tx, at.seal, f.person);
    if (!person || person->documents.empty()) return std::nullopt;
    const auto citizen = std::ranges::find_if(person->documents, [](const party::Document& d) { return party::is_citizen_number(d.type); });
    const auto& document = citizen == person->documents.end() ? person->documents.front() : *citizen;
    return SharedRowShape{std::string(reference::name_of(document.type)), document.number, f.outcome, f.reason, std::string(determination::name_of(f.state)), f.area, f.since};
}

Result<Response> page(const Request& request, const Parts& parts) {
    const auto by = proved(request, parts);
    if (!by) return tl::unexpected(by.error());
    const auto d = share_of(request, parts, *by->sender);
    if (!d) return tl::unexpected(d.error());
    std::optional<determination::FindingId> after;
    if (const auto cursor = request.query("cursor"); cursor && !cursor->empty()) {
        after = determination::FindingId::parse(*cursor);
        if (!after) return refuse("cursor_invalid", "cursor");
    }
    int limit = share_rows_max;
    if (const auto asked = request.query("limit")) {
        const auto [end, failed] = std::from_chars(asked->data(), asked->data() + asked->size(), limit);
        if (failed != std::errc() || end != asked->data() + asked->size()) limit = share_rows_max;
        limit = std::clamp(limit, 1, share_rows_max);
    }
    const auto actor = party::system_actor();
    return parts.db.write([&](store::Transaction& tx) -> Result<Response> {
        party::Context at{actor, parts.clock.now(), tx, parts.seal, parts.reference};
        auto found = determination::list_findings(tx, parts.seal, {.determination = (*d)->code, .area = {}, .state = {}, .sweep = {}}, after, limit + 1);
        SharePageShape out{(*d)->code, (*d)->name, {}, {}};
        const bool more = found.size() > static_cast<size_t>(limit);
        if (more) found.resize(static_cast<size_t>(limit));
        for (const Finding& f : found) {
            auto row = row_of(at, f);
            if (!row) continue;
            party::record_read(at, f.person, by->sender->name.zh + "：" + by->sender->purpose);
            out.rows.push_back(std::move(*row));
        }
        if (more) out.next_cursor = found.back().id.text();
        party::record(at, "findings_shared", "exchange:" + by->sender->code,
                      json::print(json::Object{{"determination", (*d)->code}, {"rows", out.rows.size()}, {"message", by->message}}));
        return http::json_response(out);
    });
}

std::map<std::string, int64_t> count(store::Connection& c, const std::string& determination) {
    std::map<std::string, int64_t> out;
    for (const auto& n : determination::count_findings(c, ""))
        if (n.determination == determination) out[n.place] += n.n;
    return out;
}

Result<Response> totals(const Request& request, const Parts& parts) {
    const auto by = proved(request, parts);
    if (!by) return tl::unexpected(by.error());
    const auto d = share_of(request, parts, *by->sender);
    if (!d) return tl::unexpected(d.error());
    return parts.db.read([&](store::Connection& c) -> Result<Response> {
        ShareTotalsShape out{(*d)->code, parts.clock.now().date(), 0, {}};
        for (const auto& [city, people] : count(c, (*d)->code)) out.cities.push_back({city, people}), out.people += people;
        return http::json_response(out);
    });
}

// What the other side counted, against what stands here; kept as the receipt of its message.
Result<Response> reconcile(const Request& request, const Parts& parts) {
    const auto by = proved(request, parts);
    if (!by) return tl::unexpected(by.error());
    const auto d = share_of(request, parts, *by->sender);
    if (!d) return tl::unexpected(d.error());
    const auto counted = json::read_text<CountedShape>(request.body);
    if (!counted) return tl::unexpected(counted.error());
    const std::string source = "share:" + (*d)->code, content = text::hex(sha256(request.body));
    return parts.db.write([&](store::Transaction& tx) -> Result<Response> {
        const auto as_json = [](std::string text) { return Response{.status = 200, .content_type = "application/json; charset=utf-8", .body = std::move(text)}; };
        if (const auto before = find_receipt(tx, by->sender->code, by->message)) {
            if (before->content_hash != content || before->source != source) return refuse("exchange_message_other", "X-Leye-Message");
            return as_json(before->text);
        }
        const Instant now = parts.clock.now();
        std::map<std::string, ShareDifferenceShape> cities;
        for (const auto& [city, people] : count(tx, (*d)->code)) cities[city].here = people;
        for (const auto& theirs : counted->cities) cities[theirs.city].there += theirs.people;
        ReconciledShape out{.message = by->message, .determination = (*d)->code, .at = now, .agree = true};
        for (auto& [city, one] : cities) {
            out.here += one.here, out.there += one.there;
            one.city = city;
            if (one.here != one.there) out.differences.push_back(one), out.agree = false;
        }
        Receipt receipt{by->sender->code, by->message, source, content, 0, now, {}};
        json::print_to(receipt.text, out);
        return as_json(keep_receipt(tx, receipt).text);
    });
}

}  // namespace

void add_shares(http::Router& router, const Parts& parts) {
    add_signed(router, parts, "GET", "/v1/exchange/shares/{determination}", "Findings that this sender may read, page by page; each person sees it in «who looked»", page,
               {.query = {{"cursor", "from next_cursor"}, {"limit", "1 to 500"}}, .response = http::schema_of<SharePageShape>()});
    add_signed(router, parts, "GET", "/v1/exchange/shares/{determination}/totals", "How many stand here, by city", totals, {.response = http::schema_of<ShareTotalsShape>()});
    add_signed(router, parts, "POST", "/v1/exchange/shares/{determination}/totals", "What the sender counted, against what stands here; sent again it gets the first answer", reconcile,
               {.request = http::schema_of<CountedShape>(), .response = http::schema_of<ReconciledShape>()});
}

}  // namespace leye::exchange
