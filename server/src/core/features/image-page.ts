import type { ImageReference } from '../kube/image-reference.ts';

/** The web page of an image in its registry; undefined for registries that have none for everybody to see. */
export function pageOfImage({ registry, repository, tag }: ImageReference): string | undefined {
  switch (registry) {
    case 'docker.io': {
      const official = /^library\/(.+)$/.exec(repository)?.[1];
      return official === undefined ? `https://hub.docker.com/r/${repository}` : `https://hub.docker.com/_/${official}`;
    }
    case 'quay.io':
      return `https://quay.io/repository/${repository}${tag === undefined ? '' : `?tab=tags&tag=${tag}`}`;
    case 'ghcr.io':
    case 'gcr.io':
      return `https://${registry}/${repository}`;
    case 'public.ecr.aws':
      return `https://gallery.ecr.aws/${repository}`;
    case 'mcr.microsoft.com':
      return `https://mcr.microsoft.com/artifact/mar/${repository}`;
    default:
      return undefined;
  }
}
