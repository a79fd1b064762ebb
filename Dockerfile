# The embedded form: one process, one volume. docker run -p 3000:3000 -v faultline:/data faultline
FROM node:24-bookworm-slim
WORKDIR /faultline
# Packages first, so that a change of the sources does not install them again.
COPY package.json package-lock.json bin/prepare.mjs bin/prepare-image.mjs ./bin-of-packages/
RUN mkdir bin && mv bin-of-packages/*.mjs bin/ && mv bin-of-packages/* . && node bin/prepare-image.mjs packages
COPY . .
# Generates the client and builds the pages, so that the container starts at once.
RUN node bin/prepare-image.mjs pages && mkdir /data && chown -R node:node /data .next node_modules/.cache
ENV FAULTLINE_DATA=/data HOST=0.0.0.0 PORT=3000 NODE_ENV=production
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:3000/api/health').then((r) => process.exit(r.ok ? 0 : 1))"]
ENTRYPOINT ["node", "start.mjs"]
