#include "base/hints.hpp"
#include "base/text.hpp"
#include "edge/routes/case_shape.hpp"
#include "edge/routes/house.hpp"
#include "edge/routes/reading.hpp"
#include "engine/sheet/table.hpp"
#include "services/casework/sheet_keep.hpp"
#include "services/casework/sheet_run.hpp"
#include "services/casework/sheet_store.hpp"
#include "services/casework/sheet_template.hpp"

namespace leye::routes {

struct SheetProblemShape {
    std::string field, code;
    Words detail, next;
};
BOOST_DESCRIBE_STRUCT(SheetProblemShape, (), (field, code, detail, next))

struct SheetRowShape {
    int row = 0;
    std::string state;
    json::Object values;
    std::optional<std::string> case_number;
    std::vector<SheetProblemShape> problems;
};
BOOST_DESCRIBE_STRUCT(SheetRowShape, (), (row, state, values, case_number, problems))
json::Hints hints_of(const SheetRowShape*) { return {{"state", json::name_from(casework::RowState::good, casework::RowState::pending)}}; }

struct SheetColumnShape {
    std::string column;
    std::optional<std::string> field;
};
BOOST_DESCRIBE_STRUCT(SheetColumnShape, (), (column, field))

struct SheetShape {
    std::string id, item, file_name, format, encoding, state;
    int rows = 0, good = 0, bad = 0, settled = 0, failed = 0, done = 0;
    std::vector<SheetColumnShape> columns;
    std::vector<SheetRowShape> preview;
    std::optional<Instant> started_at;
    std::optional<int> seconds_left;
    Instant created_at;
};
BOOST_DESCRIBE_STRUCT(SheetShape, (), (id, item, file_name, format, encoding, state, rows, good, bad, settled, failed, done, columns, preview, started_at, seconds_left, created_at))
json::Hints hints_of(const SheetShape*) {
    return {{"format", json::one_of({"xlsx", "csv"})}, {"state", json::name_from(casework::SheetState::read, casework::SheetState::cancelled)}};
}

struct SheetPageShape {
    std::vector<SheetShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(SheetPageShape, (), (rows, next_cursor))

struct SheetRowPageShape {
    std::vector<SheetRowShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(SheetRowPageShape, (), (rows, next_cursor))

namespace {

using http::Response;

SheetRowShape row_shape(Call& call, const casework::Sheet& sheet, const casework::SheetRow& row) {
    SheetRowShape out{.row = row.number, .state = std::string(casework::name_of(row.state))};
    for (auto& [field, value] : casework::values_of(sheet, row)) out.values[field] = value;
    if (!row.case_number.empty()) out.case_number = row.case_number;
    for (const auto& p : row.problems) {
        const auto said = casework::say_problem(call.house.office, sheet.item, call.now.date(), p);
        out.problems.push_back({said.field, said.code, said.detail, said.next});
    }
    return out;
}

SheetShape shape(Call& call, store::Connection& c, const casework::Sheet& s, bool with_preview) {
    SheetShape out{.id = s.id.text(), .item = s.item, .file_name = s.file_name, .format = std::string(casework::format_name(s.format)),
                   .encoding = std::string(casework::encoding_name(s.encoding)), .state = std::string(casework::name_of(s.state)), .rows = s.rows, .good = s.good(), .bad = s.bad,
                   .settled = s.settled, .failed = s.failed, .done = s.done(), .started_at = s.started_at, .seconds_left = call.house.sheets.seconds_left(s.id), .created_at = s.created_at};
    for (const auto& column : s.columns) out.columns.push_back({column.column, column.field.empty() ? std::nullopt : std::optional(column.field)});
    if (with_preview)
        for (const auto& row : casework::list_rows(c, call.house.seal, s.row_set, std::nullopt, 0, casework::sheet_preview_rows)) out.preview.push_back(row_shape(call, s, row));
    return out;
}

std::string reason_of(const Call& call) { return call.request.query("reason").value_or(""); }

// The actor for one unit's sheets: its handler, or staff who may read the unit.
Result<party::Actor> actor_of(const Call& call, party::EmployerId employer) {
    if (auto in = call.signed_in(); !in) return tl::unexpected(in.error());
    party::Actor actor = call.actor();
    if (actor.kind == party::Actor::Kind::staff) {
        if (auto duty = party::may(actor, party::Duty::window); !duty) return tl::unexpected(duty.error());
        const auto unit = call.house.db.read([&](store::Connection& c) { return party::find_employer(c, employer); });
        if (!unit) return refuse("employer_unknown", "id");
        if (auto allowed = may_read_unit(actor, *unit, reason_of(call)); !allowed) return tl::unexpected(allowed.error());
    } else {
        auto acting = call.session.acting_for(employer);
        if (!acting) return tl::unexpected(acting.error());
        actor = std::move(*acting);
    }
    actor.channel = actor.kind == party::Actor::Kind::staff ? "window" : "web";
    return actor;
}

// Of an unchecked handler: whether the unit had the sheet before.
bool is_before(const Call& call, const casework::Sheet& sheet) {
    const auto since = call.session.unchecked_since(sheet.employer);
    return since && sheet.created_at < *since;
}

struct Own {
    casework::Sheet sheet;
    party::Actor actor;
};

Result<Own> own_sheet(Call& call) {
    const auto id = casework::SheetId::parse(call.request.param("id"));
    if (!id) return refuse("id_invalid", "id");
    auto found = call.house.db.read([&](store::Connection& c) { return casework::find_sheet(c, *id); });
    if (!found) return refuse("sheet_unknown", "id");
    auto actor = actor_of(call, found->employer);
    // A stranger is told that there is no such sheet, not that it is somebody else's.
    if (!actor && call.actor().kind == party::Actor::Kind::staff) return tl::unexpected(actor.error());
    if (!actor || is_before(call, *found)) return refuse("sheet_unknown", "id");
    return Own{std::move(*found), std::move(*actor)};
}

// Whom the rows name, where there is a file.
std::set<party::PersonId> named_in(Call& call, store::Connection& c, std::span<const SheetRowShape> rows) {
    using enum reference::DocumentType;
    std::set<party::PersonId> out;
    for (const auto& row : rows) {
        const auto* number = row.values.if_contains("document_number");
        if (!number || !number->is_string()) continue;
        // A row holds the kind of paper as it was typed; a number is well-formed for few kinds.
        for (int type = static_cast<int>(resident_id); type <= static_cast<int>(tw_travel_permit); ++type)
            if (const auto person = party::find_person_by_document(c, call.house.seal, static_cast<reference::DocumentType>(type), std::string(number->get_string()))) out.insert(*person);
    }
    return out;
}

// Records that staff saw rows of a unit's sheet.
void record_rows(Call& call, party::EmployerId employer, std::span<const SheetRowShape> rows) {
    if (call.actor().kind != party::Actor::Kind::staff) return;
    call.write([&](party::Context& at) {
        record_seen(at, seen_unit(call.house, party::get_employer(at.tx, employer), "read_unit_sheets", "read_sheet_row", named_in(call, at.tx, rows), reason_of(call)));
    });
}

Result<Response> show(Call& call, casework::SheetId id) {
    std::optional<casework::Sheet> sheet;
    std::optional<SheetShape> out;
    call.house.db.read([&](store::Connection& c) {
        sheet = casework::find_sheet(c, id);
        if (sheet) out = shape(call, c, *sheet, true);
    });
    if (!sheet) return refuse("sheet_unknown", "id");
    record_rows(call, sheet->employer, out->preview);
    return give(*out);
}

Result<casework::SheetFile> read_file(Call& call, std::string_view item) {
    const auto name = http::decode(std::string(call.request.header("x-file-name").value_or("sheet.xlsx")));
    if (!name || !text::is_utf8(*name)) return refuse("file_name_encoding", "X-File-Name");
    return casework::read_sheet(call.house.office, call.house.reference, call.request.body, *name, item, call.now);
}

Result<Response> upload(Call& call) {
    const auto employer = party::EmployerId::parse(call.request.param("id"));
    if (!employer) return refuse("id_invalid", "id");
    const auto actor = actor_of(call, *employer);
    if (!actor) return tl::unexpected(actor.error());
    auto before = call.repeated();
    if (!before) return tl::unexpected(before.error());
    if (*before) return std::move(**before);
    const auto file = read_file(call, call.request.query("item").value_or(""));
    if (!file) return tl::unexpected(file.error());
    const auto rows = casework::write_row_set(call.house.db, call.house.seal, file->rows, call.now);
    return call.create_as(*actor, [&](party::Context& at) -> Result<Response> {
        const auto id = casework::keep_sheet(at, *file, *employer, rows);
        if (!id) return tl::unexpected(id.error());
        return give(shape(call, at.tx, *casework::find_sheet(at.tx, *id), true), 201);
    });
}

Result<Response> list(Call& call) {
    const auto employer = party::EmployerId::parse(call.request.param("id"));
    if (!employer) return refuse("id_invalid", "id");
    if (auto actor = actor_of(call, *employer); !actor) return tl::unexpected(actor.error());
    const auto before = call.cursor(casework::SheetId::parse);
    if (!before) return tl::unexpected(before.error());
    record_rows(call, *employer, {});
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const int limit = call.limit(50);
        const auto rows = casework::list_sheets(c, *employer, limit + 1, *before);
        SheetPageShape out;
        for (size_t i = 0; i < rows.size() && i < static_cast<size_t>(limit); ++i)
            if (!is_before(call, rows[i])) out.rows.push_back(shape(call, c, rows[i], false));
        if (static_cast<int>(rows.size()) > limit) out.next_cursor = rows[limit - 1].id.text();
        return give(out);
    });
}

Result<Response> one(Call& call) {
    const auto own = own_sheet(call);
    if (!own) return tl::unexpected(own.error());
    return show(call, own->sheet.id);
}

Result<Response> rows(Call& call) {
    const auto own = own_sheet(call);
    if (!own) return tl::unexpected(own.error());
    std::optional<casework::RowState> state;
    if (const auto text = call.request.query("state"); text && !text->empty() && *text != "all") {
        state = casework::find_row_state(*text);
        if (!state) return refuse("option_unknown", "state");
    }
    const int limit = call.limit(50);
    const auto after = call.number_cursor();
    if (!after) return tl::unexpected(after.error());
    SheetRowPageShape out;
    call.house.db.read([&](store::Connection& c) {
        const auto sheet = *casework::find_sheet(c, own->sheet.id);  // with the rows it has in this snapshot
        const auto found = casework::list_rows(c, call.house.seal, sheet.row_set, state, after->value_or(0), limit + 1);
        for (const auto& r : found)
            if (static_cast<int>(out.rows.size()) < limit) out.rows.push_back(row_shape(call, sheet, r));
        if (static_cast<int>(found.size()) > limit) out.next_cursor = std::to_string(out.rows.back().row);
    });
    record_rows(call, own->sheet.employer, out.rows);
    return give(out);
}

Result<Response> run(Call& call) {
    const auto own = own_sheet(call);
    if (!own) return tl::unexpected(own.error());
    if (auto started = call.house.sheets.start(own->actor, own->sheet.id); !started) return tl::unexpected(started.error());
    return show(call, own->sheet.id);
}

Result<Response> cancel(Call& call) {
    const auto own = own_sheet(call);
    if (!own) return tl::unexpected(own.error());
    if (auto stopped = call.house.sheets.cancel(own->actor, own->sheet.id); !stopped) return tl::unexpected(stopped.error());
    return show(call, own->sheet.id);
}

Result<Response> redo(Call& call) {
    const auto own = own_sheet(call);
    if (!own) return tl::unexpected(own.error());
    auto before = call.repeated();
    if (!before) return tl::unexpected(before.error());
    if (*before) return std::move(**before);
    const auto file = read_file(call, own->sheet.item);
    if (!file) return tl::unexpected(file.error());
    const auto redo = casework::prepare_redo(call.house.db, call.house.seal, call.house.office, own->actor, own->sheet.id, *file, call.now);
    if (!redo) return tl::unexpected(redo.error());
    auto answer = call.create_as(own->actor, [&](party::Context& at) -> Result<Response> {
        if (auto done = casework::redo_sheet(at, *redo); !done) return tl::unexpected(done.error());
        return give(shape(call, at.tx, *casework::find_sheet(at.tx, own->sheet.id), true));
    });
    casework::sweep_row_sets(call.house.db, call.now);
    return answer;
}

Response table_response(const sheet::Table& table, const std::string& name, std::string_view format) {
    if (format == "csv") return http::download(name + ".csv", "text/csv; charset=utf-8", sheet::write_csv(table));
    return http::download(name + ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet::write_xlsx(table));
}

Result<Response> result_file(Call& call) {
    const std::string &what = call.request.param("what"), &format = call.request.param("format");
    if ((what != "results" && what != "failures") || (format != "xlsx" && format != "csv")) return refuse("not_found");
    const auto own = own_sheet(call);
    if (!own) return tl::unexpected(own.error());
    // As many people as a sheet has rows are not opened at once: staff read the rows page by page.
    if (call.actor().kind == party::Actor::Kind::staff) return refuse("sheet_file_staff");
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto table = casework::results_table(c, call.house.seal, call.house.office, *casework::find_sheet(c, own->sheet.id), what == "failures");
        return table_response(table, what == "failures" ? "未通过的行" : "逐行结果", format);
    });
}

Result<Response> template_file(Call& call) {
    const std::string& format = call.request.param("format");
    if (format != "xlsx" && format != "csv") return refuse("not_found");
    const std::string& item = call.request.param("item");
    const auto table = casework::template_table(call.house.office, item, call.now.date());
    if (!table) return tl::unexpected(table.error());
    return table_response(*table, call.house.office.catalog->find_item(item, call.now.date())->name.zh + "-模板", format);
}

}  // namespace

void add_sheets(http::Router& router, House& house) {
    const std::string who = "handler of the unit, staff: window";
    const auto sheet = http::schema_of<SheetShape>();
    const size_t most = casework::sheet_bytes_max + 1024;
    const auto add = [&](const char* method, std::string pattern, std::string summary, auto handler, http::Route route) {
        route.handler = with_call(house, handler);
        route.summary = std::move(summary);
        route.who = who;
        route.tag = "sheets";
        router.add(method, std::move(pattern), std::move(route));
    };
    add("GET", "/v1/sheets/templates/{item}.{format}", "The sheet to fill in", template_file, {.response_type = "application/octet-stream"});
    add("POST", "/v1/employers/{id}/sheets", "Send a sheet; the body is the file", upload,
        {.body_max = most, .query = {{"item", "employment_registration or employment_end", true}}, .response = sheet, .status = 201, .request_type = "application/octet-stream", .headers = {"X-File-Name"}, .headers_optional = {"Idempotency-Key"}});
    add("GET", "/v1/employers/{id}/sheets", "The unit's sheets, newest first", list, {.query = {{"cursor", "from next_cursor"}, {"limit", "1 to 200"}, {"reason", "staff: why, where the unit is outside the own area"}}, .response = http::schema_of<SheetPageShape>()});
    add("GET", "/v1/sheets/{id}", "One sheet with its progress", one, {.response = sheet});
    add("GET", "/v1/sheets/{id}/rows", "Rows in order", rows, {.query = {{"state", "good, bad, settled, failed or pending"}, {"cursor", "from next_cursor"}, {"limit", "1 to 200"}, {"reason", "staff: why, where the unit is outside the own area"}}, .response = http::schema_of<SheetRowPageShape>()});
    add("POST", "/v1/sheets/{id}/run", "Submit the good rows", run, {.response = sheet});
    add("POST", "/v1/sheets/{id}/cancel", "Stop; rows in flight end", cancel, {.response = sheet});
    add("POST", "/v1/sheets/{id}/redo", "Send corrected rows; only failures are taken again", redo, {.body_max = most, .response = sheet, .request_type = "application/octet-stream", .headers = {"X-File-Name"}, .headers_optional = {"Idempotency-Key"}});
    add("GET", "/v1/sheets/{id}/{what}.{format}", "Results or failures as xlsx or CSV", result_file, {.response_type = "application/octet-stream"});
}

}  // namespace leye::routes
