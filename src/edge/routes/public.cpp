#include "edge/routes/case_shape.hpp"
#include "edge/routes/house.hpp"
#include "edge/routes/paper.hpp"
#include "edge/session/session_shape.hpp"
#include "engine/sheet/table.hpp"
#include "records/party/agency.hpp"
#include "records/party/person.hpp"
#include "services/casework/advice_store.hpp"
#include "services/casework/certificate_store.hpp"

namespace leye::routes {

struct AreaRowShape {
    std::string code, name, full_name;
    int level = 0;
    std::optional<Date> until;
    std::optional<std::string> successor;
};
BOOST_DESCRIBE_STRUCT(AreaRowShape, (), (code, name, full_name, level, until, successor))

struct AdviceShape {
    std::string id, question, answer, topic;
    Date answered_on;
    std::string agency;
    std::vector<std::string> clauses;
};
BOOST_DESCRIBE_STRUCT(AdviceShape, (), (id, question, answer, topic, answered_on, agency, clauses))

struct AdvicePageShape {
    std::vector<AdviceShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(AdvicePageShape, (), (rows, next_cursor))

struct CertificateCheckShape {
    std::string code;
    bool valid = false;
    Words title;
    std::string holder;
    Date issued_on;
    Words statement;
    std::optional<Date> revoked_on;
};
BOOST_DESCRIBE_STRUCT(CertificateCheckShape, (), (code, valid, title, holder, issued_on, statement, revoked_on))

namespace {

using http::Response;

Result<Response> services(Call& call) { return give(catalog::list_services(*call.house.office.catalog, call.now.date())); }

Result<Response> items(Call& call) {
    return give(catalog::list_summaries(*call.house.office.catalog, call.now.date(), call.request.query("channel").value_or("")));
}

Result<Response> item(Call& call) {
    const auto* found = call.house.office.catalog->find_item(call.request.param("code"), call.now.date());
    if (!found) return refuse("item_unknown", "code", {{"item", call.request.param("code")}});
    return give(catalog::shape_of(*found));
}

Result<Response> published(Call& call) {
    const std::string &which = call.request.param("which"), &format = call.request.param("format");
    if ((which != "window" && which != "online") || (format != "xlsx" && format != "csv")) return refuse("not_found");
    const auto kind = which == "window" ? catalog::Published::window : catalog::Published::online;
    auto rows = catalog::published_rows(*call.house.office.catalog, kind, call.now.date());
    sheet::Table table{.name = which == "window" ? "现场办理项目目录" : "网上办理事项目录"};
    for (const auto& title : rows.front()) table.columns.push_back({.title = title});
    table.rows.assign(rows.begin() + 1, rows.end());
    const std::string name = catalog::title_of(kind) + "." + format;
    if (format == "csv") return http::download(name, "text/csv; charset=utf-8", sheet::write_csv(table));
    return http::download(name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet::write_xlsx(table));
}

Result<Response> areas(Call& call) {
    const auto& all = call.house.reference.areas();
    std::vector<const reference::Area*> found;
    if (const auto text = call.request.query("q"))
        found = all.search(*text, call.limit(20), call.now.date());
    else
        found = all.children(call.request.query("parent").value_or("370000"), call.now.date());
    std::vector<AreaRowShape> out;
    for (const auto* a : found)
        out.push_back({a->code, a->name, all.full_name(a->code), a->level, a->until, a->successor.empty() ? std::nullopt : std::optional(a->successor)});
    return give(out);
}

Result<Response> agencies(Call& call) {
    const auto after = call.cursor(party::AgencyId::parse);
    if (!after) return tl::unexpected(after.error());
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        return give(session::agency_page(c, call.house.reference, call.request.query("area").value_or("370000"), *after, call.limit(50)));
    });
}

AdviceShape shape(const casework::Advice& a) {
    return {a.id.text(), a.question, a.answer, a.topic, a.answered_at.date(), a.agency, a.clauses};
}

Result<Response> advice_list(Call& call) {
    const auto after = call.cursor(casework::AdviceId::parse);
    if (!after) return tl::unexpected(after.error());
    const int limit = call.limit(20);
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto rows = casework::list_published_advice(c, call.request.query("q").value_or(""), *after, limit + 1);
        AdvicePageShape out;
        for (const auto& a : rows)
            if (static_cast<int>(out.rows.size()) < limit) out.rows.push_back(shape(a));
        if (static_cast<int>(rows.size()) > limit) out.next_cursor = out.rows.back().id;
        return give(out);
    });
}

Result<Response> advice_one(Call& call) {
    const auto id = casework::AdviceId::parse(call.request.param("id"));
    if (!id) return refuse("id_invalid", "id");
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto found = casework::find_published_advice(c, *id);
        if (!found) return refuse("not_found");
        return give(shape(*found));
    });
}

Result<Response> verify(Call& call) {
    const std::string code = casework::normal_code(call.request.param("code"));
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto found = casework::find_certificate(c, code);
        if (!found) return refuse("certificate_unknown", "code");
        const Statement statement = certificate_statement(call.house, c, code, call.now);
        const auto person = party::find_person(c, call.house.seal, found->person);
        const auto title = call.house.office.phrases.get("certificate_title");
        return give(CertificateCheckShape{code, statement.valid, {title.zh, title.en}, person ? party::mask_name(person->name) : "", found->issued_at.date(),
                                          statement.text, statement.revoked_on});
    });
}

}  // namespace

void add_public(http::Router& router, House& house) {
    const auto get = [&](std::string pattern, std::string summary, auto handler, http::Schema response, std::vector<http::QueryParameter> query = {}) {
        router.add("GET", std::move(pattern), {.handler = with_call(house, handler), .summary = std::move(summary), .who = "anybody", .tag = "public", .query = std::move(query), .response = std::move(response)});
    };
    get("/v1/services", "The ten free services with the items open now", services, http::schema_of<std::vector<catalog::AnnexServiceShape>>());
    get("/v1/items", "Items in force", items, http::schema_of<std::vector<catalog::ItemSummaryShape>>(), {{"channel", "only items that this channel takes"}});
    get("/v1/items/{code}", "One item with its guide and form", item, http::schema_of<catalog::ItemShape>());
    router.add("GET", "/v1/catalogues/{which}.{format}", {.handler = with_call(house, published), .summary = "现场 or 网上办理项目目录 as xlsx or CSV", .who = "anybody", .tag = "public",
                                                         .response_type = "application/octet-stream"});
    get("/v1/areas", "Areas below a place, or found by name or code", areas, http::schema_of<std::vector<AreaRowShape>>(), {{"parent", "code of the area above"}, {"q", "part of a name or code"}});
    get("/v1/agencies", "Agencies in an area and below", agencies, http::schema_of<session::AgencyPageShape>(), {{"area", "area code"}, {"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
    get("/v1/advice", "Answered questions", advice_list, http::schema_of<AdvicePageShape>(), {{"q", "words, all of which must occur"}, {"cursor", "from next_cursor"}, {"limit", "1 to 200"}});
    get("/v1/advice/{id}", "One answered question", advice_one, http::schema_of<AdviceShape>());
    get("/v1/certificates/{code}", "Whether a certificate holds", verify, http::schema_of<CertificateCheckShape>());
}

}  // namespace leye::routes
