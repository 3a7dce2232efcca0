#include "base/text.hpp"
#include "edge/routes/policy_call.hpp"
#include "edge/routes/policy_view.hpp"
#include "engine/table/html.hpp"
#include "engine/table/xlsx.hpp"

namespace leye::routes {
namespace {

using http::Response;

constexpr const char* xlsx_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

Result<Response> workbook(const table::TableSheet& sheet, const std::string& name) {
    auto bytes = table::to_xlsx(sheet);
    if (!bytes) return tl::unexpected(bytes.error());
    return http::download(name + ".xlsx", xlsx_type, std::move(*bytes));
}

/// A table as it stands, with what it is called.
struct Named {
    const catalog::Ruled* item;
    table::TableSheet sheet;
};

Result<Named> named_table(Call& call) {
    if (auto may = policy_allowed(call); !may) return tl::unexpected(may.error());
    const catalog::Catalog& catalog = *call.house.office.catalog;
    const auto item = policy_item(call, catalog, call.request.param("item"));
    if (!item) return tl::unexpected(item.error());
    return Named{*item, policy::sheet_of(catalog.get_rules(**item).dmn, (*item)->decision)};
}

Result<Response> table_file(Call& call) {
    const auto named = named_table(call);
    if (!named) return tl::unexpected(named.error());
    return workbook(named->sheet, named->item->name.zh + "-第" + std::to_string(named->item->version) + "版");
}

Result<Response> print(Call& call) {
    const auto named = named_table(call);
    if (!named) return tl::unexpected(named.error());
    const catalog::Ruled& item = *named->item;
    const bool english = call.request.query("language") == "en";
    const auto proof = call.house.proofs.of(call.house.office.catalog->get_rules(item));
    table::Page page{.language = english ? table::Language::en : table::Language::zh, .verdict = {}, .footer = {}};
    for (const auto& sentence : policy_verdict_words(*proof)) page.verdict.push_back(english ? sentence.en : sentence.zh);
    const std::string version = std::to_string(item.version);
    page.footer = english ? item.name.en + ", version " + version + ", from " + item.from.text() : item.name.zh + "，第" + version + "版，" + item.from.text() + "起施行";
    return Response{.status = 200, .content_type = "text/html; charset=utf-8", .body = table::to_html(named->sheet, page)};
}

Result<Response> draft_file(Call& call) {
    const auto draft = policy_draft(call);
    if (!draft) return tl::unexpected(draft.error());
    const auto& item = *call.house.office.catalog->find_ruled(draft->item, draft->base_version);
    return workbook(draft->sheet(), item.name.zh + "-草稿");
}

// The rows of the workbook take the place of the draft's; the examples stay.
Result<Response> take_file(Call& call) {
    const auto draft = policy_draft(call);
    if (!draft) return tl::unexpected(draft.error());
    const auto revision = policy_revision(call);
    if (!revision) return tl::unexpected(revision.error());
    const auto name = http::decode(std::string(call.request.header("x-file-name").value_or("table.xlsx")));
    if (!name || !text::is_utf8(*name)) return refuse("file_name_encoding", "X-File-Name");
    auto sheet = table::of_xlsx(call.request.body, *name);
    if (!sheet) return tl::unexpected(sheet.error());
    const auto known = draft->sheet();
    sheet->decision = known.decision, sheet->name = known.name;
    auto saved = call.write([&](party::Context& at) { return policy::save_draft(at, draft->id, *revision, *sheet, draft->examples(), {}); });
    if (!saved) return tl::unexpected(saved.error());
    return show_draft(call, std::move(*saved));
}

}  // namespace

void add_policy_files(http::Router& router, House& house) {
    const auto add = [&](const char* method, std::string pattern, std::string summary, auto handler, http::Route route) {
        route.handler = with_call(house, handler);
        route.summary = std::move(summary);
        route.who = "staff: policy";
        route.tag = "policy";
        router.add(method, std::move(pattern), std::move(route));
    };
    add("GET", "/v1/policy/tables/{item}/xlsx", "The table in force as a workbook", table_file, {.response_type = xlsx_type});
    add("GET", "/v1/policy/tables/{item}/print", "The table in force as a page to print", print, {.query = {{"language", "zh or en"}}, .response_type = "text/html"});
    add("GET", "/v1/policy/drafts/{id}/xlsx", "The draft as a workbook", draft_file, {.response_type = xlsx_type});
    add("POST", "/v1/policy/drafts/{id}/xlsx", "Put the rows of a workbook in the place of the draft's; the body is the file", take_file,
        {.body_max = policy_body_max, .response = http::schema_of<PolicyDraftShape>(), .request_type = "application/octet-stream", .headers = {"If-Match"}, .headers_optional = {"X-File-Name"}});
}

}  // namespace leye::routes
