#pragma once
#include <functional>

#include "engine/feel/decide.hpp"

namespace leye::feel {

/// What a graph needs of a thing before it: a decision or an input.
struct Requirement {
    std::string name;  ///< as expressions see it
    std::string id;    ///< of the element; of an imported one with its model's name before it
};

/// A decision, an input, a business knowledge model or a decision service.
struct Element {
    enum class Kind { input, decision, knowledge, service } kind = Kind::input;
    std::string id, name;
    TypeRef type;                         ///< of the variable; nothing where it has none
    std::shared_ptr<const Node> logic;    ///< of a decision or knowledge model; nothing where it has none or cannot be read
    std::vector<Requirement> needs;
    std::vector<std::string> outputs, inputs, input_decisions, encapsulated;  ///< of a service: ids
    size_t line = 0;                      ///< where it begins in its file
};

/// A DMN 1.3 to 1.5 file with everything it imports, ready to be asked. Invariant: immutable, safe to share among threads.
struct Graph {
    std::string hash;  ///< first 12 hexadecimal digits of the file's SHA-256
    std::map<std::string, Element, std::less<>> elements;  ///< by id
    std::map<std::string, std::string, std::less<>> ids;   ///< by name
    std::vector<std::string> faults;  ///< expressions that cannot be read, as sentences; they answer null
};

/// The XML of the model with that namespace; nothing where there is none.
using Source = std::function<std::optional<std::string>(std::string_view namespace_uri)>;

/// Reads a model and its imports (8 levels, 64 files of 10 MB). Fails: dmn_malformed, dmn_table (details: line, sentence): also
/// where models import each other in a circle. Decisions that need each other in a circle are faults.
Result<Graph> load_graph(std::string_view xml, const Source& imports = {});

/// What a decision or service answers, each table on the way there and what was null for want of a fit.
struct Answer {
    Value output;
    std::vector<TableTrace> tables;
    std::vector<std::string> diagnostics;
};

/// Asks a decision or a decision service by its name. Fails: decision_unknown. Cost: each decision is evaluated once.
Result<Answer> answer(const Graph& graph, std::string_view name, const Context& inputs, Instant now);

}  // namespace leye::feel
