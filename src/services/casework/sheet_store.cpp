#include "services/casework/sheet_store.hpp"

#include "base/json.hpp"
#include "services/casework/sealed.hpp"

namespace leye::casework {
namespace {

constexpr std::string_view sheet_columns =
    "select id, employer_id, account, item, file_name, format, encoding, state, rows, bad, settled, failed, pending, created_at, "
    "started_at, finished_at, columns from sheet ";

std::string account_text(const party::Actor& a) {
    json::Array duties;
    for (const auto& duty : a.duties) duties.emplace_back(duty);
    return json::print(json::Object{{"kind", static_cast<int>(a.kind)}, {"person", a.person.text()}, {"employer", a.employer.text()},
                                    {"staff", a.staff.text()}, {"agency", a.agency.text()}, {"area", a.area}, {"channel", a.channel},
                                    {"duties", std::move(duties)}});
}

party::Actor account_of(std::string_view text) {
    const auto value = json::parse(text);
    expect(value && value->is_object(), "a stored account is an object");
    const auto& o = value->get_object();
    const auto word = [&](const char* name) { return std::string(o.at(name).as_string()); };
    party::Actor out;
    out.kind = static_cast<party::Actor::Kind>(o.at("kind").as_int64());
    out.person = party::PersonId::parse(word("person")).value_or(party::PersonId{});
    out.employer = party::EmployerId::parse(word("employer")).value_or(party::EmployerId{});
    out.staff = party::StaffId::parse(word("staff")).value_or(party::StaffId{});
    out.agency = party::AgencyId::parse(word("agency")).value_or(party::AgencyId{});
    out.area = word("area");
    out.channel = word("channel");
    for (const auto& duty : o.at("duties").as_array()) out.duties.emplace(duty.as_string());
    return out;
}

std::string columns_text(const std::vector<SheetColumn>& columns) {
    json::Array out;
    for (const auto& c : columns) out.push_back(json::Object{{"column", c.column}, {"field", c.field}});
    return json::print(out);
}

std::vector<SheetColumn> columns_of(std::string_view text) {
    const auto value = json::parse(text);
    expect(value && value->is_array(), "stored columns are an array");
    std::vector<SheetColumn> out;
    for (const auto& c : value->get_array())
        out.push_back({std::string(c.at("column").as_string()), std::string(c.at("field").as_string())});
    return out;
}

std::string problems_text(const std::vector<RowProblem>& problems) {
    json::Array out;
    for (const auto& p : problems) {
        json::Object details;
        for (const auto& [name, value] : p.details) details[name] = value;
        out.push_back(json::Object{{"field", p.field}, {"code", p.code}, {"details", std::move(details)}});
    }
    return json::print(out);
}

std::vector<RowProblem> stored_problems(std::string_view text) {
    if (text == "[]") return {};
    const auto value = json::parse(text);
    expect(value && value->is_array(), "stored problems are an array");
    std::vector<RowProblem> out;
    for (const auto& p : value->get_array()) {
        RowProblem problem{std::string(p.at("field").as_string()), std::string(p.at("code").as_string()), {}};
        for (const auto& [name, detail] : p.at("details").as_object()) problem.details.emplace(name, detail.as_string());
        out.push_back(std::move(problem));
    }
    return out;
}

std::vector<std::string> cells_of(std::string_view text) {
    const auto value = json::parse(text);
    expect(value && value->is_array(), "stored cells are an array");
    std::vector<std::string> out;
    for (const auto& cell : value->get_array()) out.emplace_back(cell.as_string());
    return out;
}

store::Blob sealed_cells(const seal::Seal& seal, SheetId id, const SheetRow& row) {
    json::Array cells;
    for (const auto& cell : row.cells) cells.emplace_back(cell);
    return {seal.encrypt(json::print(cells), sheet_row_binding(id.value.view(), row.number))};
}

Sheet read_one(const store::Rows& r) {
    Sheet out;
    out.id = r.get<SheetId>(0);
    out.employer = r.get<party::EmployerId>(1);
    out.account = account_of(r.get<std::string>(2));
    out.item = r.get<std::string>(3);
    out.file_name = r.get<std::string>(4);
    out.format = r.get<std::string>(5) == "xlsx" ? sheet::Format::xlsx : sheet::Format::csv;
    const std::string encoding = r.get<std::string>(6);
    for (const auto e : {sheet::Encoding::utf8, sheet::Encoding::utf16le, sheet::Encoding::gb18030})
        if (encoding == encoding_name(e)) out.encoding = e;
    out.state = r.get<SheetState>(7);
    out.rows = r.get<int>(8);
    out.bad = r.get<int>(9);
    out.settled = r.get<int>(10);
    out.failed = r.get<int>(11);
    out.pending = r.get<int>(12);
    out.created_at = r.get<Instant>(13);
    out.started_at = r.get<std::optional<Instant>>(14);
    out.finished_at = r.get<std::optional<Instant>>(15);
    out.columns = columns_of(r.get<std::string>(16));
    return out;
}

std::vector<Sheet> read_all(store::Rows rows) {
    std::vector<Sheet> out;
    while (rows.next()) out.push_back(read_one(rows));
    return out;
}

// Whether rows may have ended since the sheet's counts were written.
bool may_move(SheetState state) { return state == SheetState::running || state == SheetState::cancelled; }

void count_rows(store::Connection& c, Sheet& sheet) {
    sheet.rows = sheet.bad = sheet.settled = sheet.failed = sheet.pending = 0;
    auto rows = c.query("select state, count(*) from sheet_row where sheet_id = ? group by state", sheet.id);
    while (rows.next()) {
        const int n = rows.get<int>(1);
        sheet.rows += n;
        switch (rows.get<RowState>(0)) {
            case RowState::good: break;
            case RowState::bad: sheet.bad = n; break;
            case RowState::settled: sheet.settled = n; break;
            case RowState::failed: sheet.failed = n; break;
            case RowState::pending: sheet.pending = n; break;
        }
    }
}

}  // namespace

std::optional<Sheet> find_sheet(store::Connection& c, SheetId id) {
    auto found = read_all(c.query(std::string(sheet_columns) + "where id = ?", id));
    if (found.empty()) return std::nullopt;
    if (may_move(found[0].state)) count_rows(c, found[0]);
    return std::move(found[0]);
}

std::vector<Sheet> list_sheets(store::Connection& c, party::EmployerId employer, int limit, std::optional<SheetId> before) {
    SheetId last;
    last.value.bytes.fill(0xff);
    auto out = read_all(c.query(std::string(sheet_columns) + "where employer_id = ? and id < ? order by id desc limit ?", employer, before.value_or(last), limit));
    for (Sheet& sheet : out)
        if (may_move(sheet.state)) count_rows(c, sheet);
    return out;
}

std::vector<Sheet> list_running_sheets(store::Connection& c) {
    return read_all(c.query(std::string(sheet_columns) + "where state = 2 order by started_at"));
}

std::vector<SheetRow> list_rows(store::Connection& c, const seal::Seal& seal, SheetId id, std::optional<RowState> state, int after, int limit) {
    constexpr std::string_view columns = "select number, state, case_number, problems, sealed_values from sheet_row where sheet_id = ? ";
    auto rows = state ? c.query(std::string(columns) + "and state = ? and number > ? order by number limit ?", id, *state, after, limit)
                      : c.query(std::string(columns) + "and number > ? order by number limit ?", id, after, limit);
    std::vector<SheetRow> out;
    while (rows.next()) {
        SheetRow row;
        row.number = rows.get<int>(0);
        row.state = rows.get<RowState>(1);
        row.case_number = rows.get<std::string>(2);
        row.problems = stored_problems(rows.get<std::string>(3));
        row.cells = cells_of(seal.decrypt(rows.get<store::Blob>(4).bytes, sheet_row_binding(id.value.view(), row.number)));
        out.push_back(std::move(row));
    }
    return out;
}

void insert_sheet(store::Transaction& tx, const Sheet& s) {
    tx.execute(
        "insert into sheet (id, employer_id, account, item, file_name, format, encoding, state, rows, bad, settled, failed, pending, "
        "created_at, started_at, finished_at, columns) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        s.id, s.employer, account_text(s.account), s.item, s.file_name, format_name(s.format), encoding_name(s.encoding), s.state, s.rows,
        s.bad, s.settled, s.failed, s.pending, s.created_at, s.started_at, s.finished_at, columns_text(s.columns));
}

void insert_rows(store::Transaction& tx, const seal::Seal& seal, SheetId id, std::span<const SheetRow> rows) {
    constexpr size_t at_once = 50;
    static const std::string sql = [] {
        std::string out = "insert into sheet_row (sheet_id, number, state, case_number, problems, sealed_values) values (?, ?, ?, ?, ?, ?)";
        for (size_t i = 1; i < at_once; ++i) out += ", (?, ?, ?, ?, ?, ?)";
        return out;
    }();
    std::vector<store::Value> values;
    for (; rows.size() >= at_once; rows = rows.subspan(at_once)) {
        values.clear();
        for (const SheetRow& row : rows.first(at_once)) {
            values.push_back(store::to_value(id));
            values.push_back(int64_t{row.number});
            values.push_back(store::to_value(row.state));
            values.push_back(row.case_number);
            values.push_back(problems_text(row.problems));
            values.push_back(sealed_cells(seal, id, row));
        }
        tx.execute_values(sql, values);
    }
    for (const SheetRow& row : rows) put_row(tx, seal, id, row);
}

void put_row(store::Transaction& tx, const seal::Seal& seal, SheetId id, const SheetRow& row) {
    tx.execute(
        "insert into sheet_row (sheet_id, number, state, case_number, problems, sealed_values) values (?, ?, ?, ?, ?, ?) "
        "on conflict (sheet_id, number) do update set state = excluded.state, case_number = excluded.case_number, "
        "problems = excluded.problems, sealed_values = excluded.sealed_values",
        id, row.number, row.state, row.case_number, problems_text(row.problems), sealed_cells(seal, id, row));
}

void update_sheet(store::Transaction& tx, const Sheet& sheet) {
    Sheet s = sheet;
    count_rows(tx, s);
    tx.execute(
        "update sheet set account = ?, state = ?, rows = ?, bad = ?, settled = ?, failed = ?, pending = ?, started_at = ?, "
        "finished_at = ?, columns = ? where id = ?",
        account_text(s.account), s.state, s.rows, s.bad, s.settled, s.failed, s.pending, s.started_at, s.finished_at,
        columns_text(s.columns), s.id);
}

bool is_running(store::Connection& c, SheetId id) {
    return c.query("select 1 from sheet where id = ? and state = 2", id).next();
}

bool has_running_sheet(store::Connection& c, party::EmployerId employer) {
    return c.query("select 1 from sheet where employer_id = ? and state = 2", employer).next();
}

std::vector<GoodRow> list_good_rows(store::Connection& c, const seal::Seal& seal, SheetId id, int after, int limit) {
    auto rows = c.query("select number, sealed_values from sheet_row where sheet_id = ? and state = 1 and number > ? order by number limit ?", id, after, limit);
    std::vector<GoodRow> out;
    while (rows.next()) {
        const int number = rows.get<int>(0);
        auto sealed = rows.get<store::Blob>(1);
        auto cells = cells_of(seal.decrypt(sealed.bytes, sheet_row_binding(id.value.view(), number)));
        out.push_back({number, std::move(cells), std::move(sealed)});
    }
    return out;
}

bool finish_row(store::Transaction& tx, SheetId id, const GoodRow& read, RowState state, std::string_view case_number,
                const std::vector<RowProblem>& problems) {
    return tx.execute(
               "update sheet_row set state = ?, case_number = ?, problems = ? where sheet_id = ? and number = ? and state = 1 and "
               "sealed_values = ?",
               state, case_number, problems_text(problems), id, read.number, read.sealed) == 1;
}

}  // namespace leye::casework
