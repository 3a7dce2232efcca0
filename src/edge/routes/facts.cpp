#include <charconv>

#include "base/text.hpp"
#include "edge/routes/facts_shape.hpp"
#include "edge/routes/house.hpp"
#include "records/party/duty.hpp"
#include "records/party/staff.hpp"
#include "services/determination/import_result.hpp"

namespace leye::routes {
namespace {

using determination::FactTask;
using determination::FactTaskId;
using http::Response;

constexpr int64_t result_lines_max = 1'000'000;
constexpr size_t words_max = 100;

Result<void> may_look(const Call& call) {
    if (auto in = call.staff(); !in) return in;
    return party::may_any(call.actor(), {party::Duty::data, party::Duty::manager, party::Duty::policy, party::Duty::admin});
}

Words phrase(const Call& call, const std::string& key) {
    const auto& words = call.house.office.phrases.get(key);
    return {words.zh, words.en};
}

Words source_name(const Call& call, const std::string& code) {
    const auto* source = call.house.sources.find(code);
    return source ? source->name : Words{code, code};
}

FactCountsShape shape_of(const fact::Counts& n) { return {n.rows, n.taken, n.replaced, n.known, n.retracted, n.refused}; }

std::string who(store::Connection& c, const std::string& actor) {
    constexpr std::string_view staff = "staff:";
    if (!actor.starts_with(staff)) return actor;
    const auto id = party::StaffId::parse(actor.substr(staff.size()));
    const auto found = id ? party::find_staff(c, *id) : std::nullopt;
    return found ? found->name + "·" + found->agency_name : actor;
}

FactBatchShape shape_of(const Call& call, store::Connection& c, const fact::Batch& b) {
    return {.number = b.number, .source = b.source, .source_name = source_name(call, b.source), .state = std::string(fact::name_of(b.state)), .given_by = b.given_by,
            .purpose = b.purpose, .file_name = b.file_name, .content_hash = b.content_hash, .received_by = who(c, b.received_by), .received_at = b.received_at, .done_at = b.done_at,
            .from_month = b.from_month, .until_month = b.until_month, .counts = shape_of(b.counts), .undoes = b.undoes, .undone_by = b.undone_by, .reason = b.reason};
}

Words said_in_words(const Call& call, determination::Said said) {
    if (determination::is_good(said)) return phrase(call, "fact_said_good");
    if (said == determination::Said::person_unknown) return phrase(call, "fact_person_unknown");
    const auto* refusal = call.house.office.catalog->find_refusal(determination::code_of(said));
    return refusal ? refusal->detail : Words{};
}

std::string shown_code(determination::Said said) { return determination::is_good(said) ? "good" : std::string(determination::code_of(said)); }

FactPreviewShape shape_of(const Call& call, const determination::Source& source, const determination::Preview& p) {
    FactPreviewShape out{.form = std::string(determination::name_of(p.mapping.form)), .encoding = std::string(lines::name_of(p.look.encoding)), .packing = std::string(lines::name_of(p.look.packing)),
                         .lines = p.look.lines, .bytes = p.look.bytes, .checked = p.checked, .known_batch = p.known_batch};
    for (const auto& c : p.mapping.columns) {
        FactFileColumnShape column{.title = c.title};
        if (c.column != determination::no_column) column.column = source.columns[static_cast<size_t>(c.column)].name, column.label = source.columns[static_cast<size_t>(c.column)].label;
        out.columns.push_back(std::move(column));
    }
    for (const auto& [said, rows] : p.said) out.said.push_back({shown_code(said), said_in_words(call, said), rows});
    for (const auto& row : p.rows) out.rows.push_back({row.line, row.cells, shown_code(row.verdict.said), said_in_words(call, row.verdict.said)});
    return out;
}

FactTaskShape shape_of(const Call& call, const FactTask& t, bool with_preview) {
    FactTaskShape out{.id = t.id.text(), .kind = std::string(determination::name_of(t.kind)), .state = std::string(determination::name_of(t.state)), .source = t.source,
                      .source_name = source_name(call, t.source), .file_name = t.file_name, .asked_at = t.asked_at, .stage = std::string(determination::name_of(t.progress.stage)),
                      .done = t.progress.done, .total = t.progress.total, .seconds_left = t.seconds_left(call.now)};
    const auto* source = call.house.sources.find(t.source);
    if (with_preview && t.preview && source) out.preview = shape_of(call, *source, *t.preview);
    if (t.of_batch) out.of_batch = t.of_batch;
    if (t.imported) out.batch = t.imported->batch, out.known_before = t.imported->known_before, out.counts = shape_of(t.imported->counts);
    if (t.undone_by) out.batch = t.undone_by;
    if (t.refusal) {
        const auto* text = call.house.office.catalog->find_refusal(t.refusal->code);
        FactRefusalShape told{.code = t.refusal->code};
        if (text)
            told.detail = {catalog::filled(text->detail.zh, t.refusal->details), catalog::filled(text->detail.en, t.refusal->details)}, told.next = text->next;
        out.refusal = std::move(told);
    }
    return out;
}

Result<Response> give_task(const Call& call, const Result<FactTask>& task, int status) {
    if (!task) return tl::unexpected(task.error());
    return give(shape_of(call, *task, true), status);
}

Result<int64_t> number_of(const Call& call) {
    const std::string& text = call.request.param("n");
    int64_t out = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (failed != std::errc() || end != text.data() + text.size()) return refuse("fact_batch_unknown", "n");
    return out;
}

Result<fact::Batch> batch_of(const Call& call) {
    if (auto allowed = may_look(call); !allowed) return tl::unexpected(allowed.error());
    const auto number = number_of(call);
    if (!number) return tl::unexpected(number.error());
    auto found = call.house.db.read([&](store::Connection& c) { return fact::find_batch(c, *number); });
    if (!found) return refuse("fact_batch_unknown", "n");
    return std::move(*found);
}

Result<Response> sources(Call& call) {
    if (auto allowed = may_look(call); !allowed) return tl::unexpected(allowed.error());
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        FactSourcesShape out;
        for (const auto& s : determination::list_states(c, call.house.sources, call.now.date())) {
            FactSourceShape one{.code = s.source->code, .name = s.source->name, .given_by = s.source->given_by, .purpose = s.source->purpose, .law = s.source->law,
                                .every = std::string(determination::name_of(s.source->every)), .late = s.late};
            for (const auto& column : s.source->columns) one.columns.push_back({column.name, column.label, std::string(determination::name_of(column.type)), column.required});
            if (s.newest) one.newest = shape_of(call, c, *s.newest);
            if (s.month) one.month = s.month->month;
            out.rows.push_back(std::move(one));
        }
        return give(out);
    });
}

Result<Response> upload(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    const auto name = http::decode(std::string(call.request.header("x-file-name").value_or("file.csv")));
    if (!name || !text::is_utf8(*name)) return refuse("file_name_encoding", "X-File-Name");
    return give_task(call, call.house.importer.look(call.actor(), call.request.query("source").value_or(""), *name, std::string(call.request.body)), 202);
}

Result<FactTaskId> task_of(const Call& call) {
    const auto id = FactTaskId::parse(call.request.param("id"));
    if (!id) return refuse("id_invalid", "id");
    return *id;
}

Result<Response> begin(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    const auto id = task_of(call);
    if (!id) return tl::unexpected(id.error());
    const auto body = read_body<FactImportShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    const auto short_enough = [](const std::optional<std::string>& words) { return !words || text::length(*words) <= words_max; };
    if (!short_enough(body->given_by) || !short_enough(body->purpose)) return refuse("text_too_long", short_enough(body->given_by) ? "purpose" : "given_by", {{"most", std::to_string(words_max)}});
    return give_task(call, call.house.importer.import(call.actor(), *id, body->given_by.value_or(""), body->purpose.value_or("")), 202);
}

Result<Response> drop(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    const auto id = task_of(call);
    if (!id) return tl::unexpected(id.error());
    if (auto dropped = call.house.importer.drop(call.actor(), *id); !dropped) return tl::unexpected(dropped.error());
    return http::no_content();
}

Result<Response> task(Call& call) {
    if (auto allowed = may_look(call); !allowed) return tl::unexpected(allowed.error());
    const auto id = task_of(call);
    if (!id) return tl::unexpected(id.error());
    const auto found = call.house.importer.find(*id);
    if (!found) return refuse("fact_task_unknown", "id");
    return give(shape_of(call, *found, true));
}

Result<Response> tasks(Call& call) {
    if (auto allowed = may_look(call); !allowed) return tl::unexpected(allowed.error());
    FactTasksShape out;
    for (const auto& t : call.house.importer.list()) out.rows.push_back(shape_of(call, t, false));
    return give(out);
}

Result<Response> batches(Call& call) {
    if (auto allowed = may_look(call); !allowed) return tl::unexpected(allowed.error());
    const auto before = call.number_cursor();
    if (!before) return tl::unexpected(before.error());
    const int limit = call.limit(30);
    return call.house.db.read([&](store::Connection& c) -> Result<Response> {
        const auto rows = fact::list_batches(c, call.request.query("source").value_or(""), *before ? std::optional<int64_t>(**before) : std::nullopt, limit + 1);
        FactBatchPageShape out;
        for (const auto& b : rows)
            if (static_cast<int>(out.rows.size()) < limit) out.rows.push_back(shape_of(call, c, b));
        if (static_cast<int>(rows.size()) > limit) out.next_cursor = std::to_string(out.rows.back().number);
        return give(out);
    });
}

Result<Response> batch(Call& call) {
    const auto found = batch_of(call);
    if (!found) return tl::unexpected(found.error());
    return call.house.db.read([&](store::Connection& c) { return give(shape_of(call, c, *found)); });
}

Result<Response> result(Call& call) {
    const auto found = batch_of(call);
    if (!found) return tl::unexpected(found.error());
    const auto* source = call.house.sources.find(found->source);
    if (!source) return refuse("fact_source_unknown", "n");
    const bool refused_only = call.request.query("rows").value_or("") == "refused";
    if ((refused_only ? found->counts.refused : found->counts.rows) > result_lines_max) return refuse("fact_result_long");
    std::string text;
    determination::write_line_results(call.house.db, *call.house.office.catalog, call.house.office.phrases, *source, found->number,
                                      {.english = call.request.query("language").value_or("zh") == "en", .refused_only = refused_only}, [&](std::string_view piece) { text += piece; });
    return http::download(source->name.zh + "-第" + std::to_string(found->number) + "批-" + (refused_only ? "未写入" : "逐行结果") + ".csv", "text/csv; charset=utf-8", std::move(text));
}

Result<Response> undo(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    const auto number = number_of(call);
    if (!number) return tl::unexpected(number.error());
    const auto body = read_body<FactUndoShape>(call.request);
    if (!body) return tl::unexpected(body.error());
    return give_task(call, call.house.importer.undo(call.actor(), *number, body->reason), 202);
}

Result<Response> redo(Call& call) {
    if (auto in = call.staff(); !in) return tl::unexpected(in.error());
    const auto number = number_of(call);
    if (!number) return tl::unexpected(number.error());
    return give_task(call, call.house.importer.redo(call.actor(), *number), 202);
}

}  // namespace

void add_facts(http::Router& router, House& house) {
    const auto add = [&](const char* method, std::string pattern, std::string summary, bool changes, auto handler, http::Route route) {
        route.handler = with_call(house, handler);
        route.summary = std::move(summary);
        route.who = changes ? "staff: data" : "staff: data, manager, policy, admin";
        route.tag = "desk";
        router.add(method, std::move(pattern), std::move(route));
    };
    const auto of_task = http::schema_of<FactTaskShape>();
    add("GET", "/v1/desk/fact-sources", "What other departments hand over, and how fresh it is", false, sources, {.response = http::schema_of<FactSourcesShape>()});
    add("GET", "/v1/desk/fact-files", "Files that wait or are imported, and what was done within the hour", false, tasks, {.response = http::schema_of<FactTasksShape>()});
    add("POST", "/v1/desk/fact-files", "Look a file through; the body is the file, and nothing is taken yet", true, upload,
        {.body_max = determination::Importer::file_bytes_max, .query = {{"source", "its code", true}}, .response = of_task, .status = 202, .request_type = "application/octet-stream", .headers = {"X-File-Name"}});
    add("GET", "/v1/desk/fact-files/{id}", "One of them, with its preview and progress", false, task, {.response = of_task});
    add("POST", "/v1/desk/fact-files/{id}/import", "Import it", true, begin, {.request = http::schema_of<FactImportShape>(), .response = of_task, .status = 202});
    add("POST", "/v1/desk/fact-files/{id}/drop", "Forget a file that waits", true, drop, {.status = 204});
    add("GET", "/v1/desk/fact-batches", "The ledger: who gave what for which purpose, newest first", false, batches,
        {.query = {{"source", "only of this one"}, {"cursor", "from next_cursor"}, {"limit", "1 to 200"}}, .response = http::schema_of<FactBatchPageShape>()});
    add("GET", "/v1/desk/fact-batches/{n}", "One batch", false, batch, {.response = http::schema_of<FactBatchShape>()});
    add("GET", "/v1/desk/fact-batches/{n}/result", "What became of each line, as CSV; it names nobody", false, result,
        {.query = {{"rows", "refused: only those"}, {"language", "zh or en"}}, .response_type = "text/csv"});
    add("POST", "/v1/desk/fact-batches/{n}/undo", "Take it back; what it had replaced is told again", true, undo, {.request = http::schema_of<FactUndoShape>(), .response = of_task, .status = 202});
    add("POST", "/v1/desk/fact-batches/{n}/redo", "Read the lines again whose people were not known then", true, redo, {.response = of_task, .status = 202});
}

}  // namespace leye::routes
