#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "edge/http/openapi.hpp"
#include "edge/http/request.hpp"
#include "edge/http/response.hpp"

namespace leye::http {

/// Answers a request on a worker's thread. May throw: Fault becomes 503, anything else 500.
using Handler = std::function<Response(const Request&)>;
/// Takes the answer of a deferred request, once, from any thread, however late. Copies are one and the same.
class Done {
  public:
    struct Target {
        virtual ~Target() = default;
        virtual void answer(Response response) = 0;
        virtual void answer_from(std::function<Response()> make) = 0;
    };
    explicit Done(std::shared_ptr<Target> target) : target_(std::move(target)) {}
    void operator()(Response response) const { target_->answer(std::move(response)); }
    /// Lets a worker make the answer; what it throws is answered as a handler's exception is.
    void from(std::function<Response()> make) const { target_->answer_from(std::move(make)); }

  private:
    std::shared_ptr<Target> target_;
};
/// Begins an answer on a worker's thread and lets `done` be called later; the worker is free meanwhile. Must
/// call `done` exactly once in the end, unless it throws before returning. A `done` destroyed uncalled answers 500.
using DeferredHandler = std::function<void(Request, Done)>;

/// A query parameter, for the description of the API.
struct QueryParameter {
    std::string name, summary;
    bool required = false;
};

/// How a pattern is answered, and what the API's description says about it. Invariant: exactly one of
/// `handler`, `deferred` and `constant` is set.
struct Route {
    Handler handler = {};
    DeferredHandler deferred = {};
    /// A fixed answer, written from the thread that read the request: for health checks.
    std::shared_ptr<const Response> constant = {};
    /// Runs `handler` on the thread that read the request: only for handlers that never wait.
    bool inline_ = false;
    size_t body_max = 0;  ///< bytes; 0: the server's

    std::string summary = {};
    std::string who = {};  ///< who may call it: "anybody", "person", "staff: window"…
    std::string tag = {};
    std::vector<QueryParameter> query = {};
    Schema request = {}, response = {};
    int status = 200;                      ///< of success
    std::string response_type = "application/json";
    std::string request_type = "application/json";
    std::vector<std::string> headers = {};  ///< request headers it needs, e.g. "Idempotency-Key"
    std::vector<std::string> headers_optional = {};
    bool described = true;                 ///< false: left out of the API's description
};

}  // namespace leye::http
