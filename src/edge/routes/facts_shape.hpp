#pragma once
#include "base/hints.hpp"
#include "edge/routes/case_shape.hpp"
#include "services/determination/importer.hpp"
#include "services/determination/ledger.hpp"

/// JSON shapes of what other departments hand over.
namespace leye::routes {

struct FactCountsShape {
    int64_t rows = 0, taken = 0, replaced = 0, known = 0, retracted = 0, refused = 0;
};
BOOST_DESCRIBE_STRUCT(FactCountsShape, (), (rows, taken, replaced, known, retracted, refused))

struct FactBatchShape {
    int64_t number = 0;
    std::string source;
    Words source_name;
    std::string state, given_by, purpose, file_name, content_hash;
    std::string received_by;  ///< a name and agency, or «system» for the watched folder and the command line
    Instant received_at;
    std::optional<Instant> done_at;
    std::optional<Date> from_month, until_month;
    FactCountsShape counts;
    std::optional<int64_t> undoes, undone_by;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(FactBatchShape, (), (number, source, source_name, state, given_by, purpose, file_name, content_hash, received_by, received_at, done_at, from_month, until_month, counts, undoes, undone_by, reason))
inline json::Hints hints_of(const FactBatchShape*) { return {{"state", json::name_from(fact::State::loading, fact::State::broken)}}; }

struct FactBatchPageShape {
    std::vector<FactBatchShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(FactBatchPageShape, (), (rows, next_cursor))

struct FactSourceColumnShape {
    std::string name;
    Words label;
    std::string type;
    bool required = false;
};
BOOST_DESCRIBE_STRUCT(FactSourceColumnShape, (), (name, label, type, required))

struct FactSourceShape {
    std::string code;
    Words name, given_by, purpose;
    std::vector<std::string> law;
    std::string every;
    bool late = false;
    std::vector<FactSourceColumnShape> columns;
    std::optional<FactBatchShape> newest;
    std::optional<Date> month;
};
BOOST_DESCRIBE_STRUCT(FactSourceShape, (), (code, name, given_by, purpose, law, every, late, columns, newest, month))
inline json::Hints hints_of(const FactSourceShape*) { return {{"every", json::one_of({"month", "quarter", "year", "seldom"})}}; }

struct FactSourcesShape {
    std::vector<FactSourceShape> rows;
};
BOOST_DESCRIBE_STRUCT(FactSourcesShape, (), (rows))

struct FactFileColumnShape {
    std::string title;
    std::optional<std::string> column;  ///< of the source; none where nobody knows it
    std::optional<Words> label;
};
BOOST_DESCRIBE_STRUCT(FactFileColumnShape, (), (title, column, label))

struct FactSaidShape {
    std::string code;  ///< "good", or that of the refusal
    Words detail;
    int64_t rows = 0;
};
BOOST_DESCRIBE_STRUCT(FactSaidShape, (), (code, detail, rows))

struct FactFileRowShape {
    int64_t line = 0;
    std::vector<std::string> cells;
    std::string code;
    Words detail;
};
BOOST_DESCRIBE_STRUCT(FactFileRowShape, (), (line, cells, code, detail))

struct FactPreviewShape {
    std::string form, encoding, packing;
    int64_t lines = 0, bytes = 0, checked = 0;
    std::optional<int64_t> known_batch;
    std::vector<FactFileColumnShape> columns;
    std::vector<FactSaidShape> said;
    std::vector<FactFileRowShape> rows;
};
BOOST_DESCRIBE_STRUCT(FactPreviewShape, (), (form, encoding, packing, lines, bytes, checked, known_batch, columns, said, rows))
inline json::Hints hints_of(const FactPreviewShape*) {
    return {{"form", json::one_of({"csv", "ndjson"})}, {"encoding", json::one_of({"UTF-8", "GB18030"})}, {"packing", json::one_of({"none", "gz", "zst"})}};
}

struct FactRefusalShape {
    std::string code;
    Words detail, next;
};
BOOST_DESCRIBE_STRUCT(FactRefusalShape, (), (code, detail, next))

struct FactTaskShape {
    std::string id, kind, state, source;
    Words source_name;
    std::string file_name;
    Instant asked_at;
    std::optional<FactPreviewShape> preview;
    std::string stage;
    int64_t done = 0, total = 0;
    std::optional<int> seconds_left;
    std::optional<int64_t> batch;  ///< that it became, or that takes another back
    std::optional<int64_t> of_batch;
    bool known_before = false;
    std::optional<FactCountsShape> counts;
    std::optional<FactRefusalShape> refusal;
};
BOOST_DESCRIBE_STRUCT(FactTaskShape, (), (id, kind, state, source, source_name, file_name, asked_at, preview, stage, done, total, seconds_left, batch, of_batch, known_before, counts, refusal))
inline json::Hints hints_of(const FactTaskShape*) {
    return {{"kind", json::name_from(determination::FactTask::Kind::import, determination::FactTask::Kind::undo)},
            {"state", json::name_from(determination::FactTask::State::looked, determination::FactTask::State::failed)},
            {"stage", json::name_from(determination::ImportProgress::Stage::looking, determination::ImportProgress::Stage::facts)}};
}

struct FactTasksShape {
    std::vector<FactTaskShape> rows;
};
BOOST_DESCRIBE_STRUCT(FactTasksShape, (), (rows))

struct FactImportShape {
    std::optional<std::string> given_by, purpose;
};
BOOST_DESCRIBE_STRUCT(FactImportShape, (), (given_by, purpose))

struct FactUndoShape {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(FactUndoShape, (), (reason))

}  // namespace leye::routes
