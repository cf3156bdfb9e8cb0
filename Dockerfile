# One image, three ways in: the gate, its clean-up in the action's post step, and the probe and agents inside the cluster.
#
# The bases are arguments, so that a mirror can stand in for them. The tag 10.0 is the newest patch of the .NET that
# the projects target: an image built today has today's security fixes.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0

FROM ${SDK_IMAGE} AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/ResilienceGate --configuration Release --output /app -p:RestoreLockedMode=true

FROM ${RUNTIME_IMAGE}
# What the agents of network faults single packets out with, in the pod that they are put into.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends iptables \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /opt/resilience-gate
COPY action/cleanup/gate-cleanup /usr/local/bin/gate-cleanup
RUN ln -s /opt/resilience-gate/ResilienceGate /usr/local/bin/resilience-gate
# GitHub mounts its files for root, so there is no USER here; the probe's Job names a user without rights.
# In exec form, the gate is process 1 and signals reach it.
ENTRYPOINT ["/usr/local/bin/resilience-gate"]
